import type { LaneAnswer } from '@cinderlog/core';
import { contentTop, type PlacedLane } from './lane-layout.ts';
import type { Painter, Pattern } from './painter.ts';
import { textOn } from './theme.ts';

/** How one span looks. */
export interface SpanLook {
  readonly color: string;
  readonly pattern: Pattern;
}

export interface SpanPainting {
  readonly x: (timeMs: number) => number;
  readonly widthPx: number;
  /** No span is drawn narrower; absent where a pixel is enough. */
  readonly leastPx?: number | undefined;
  readonly lookOf: (layer: number, id: number, tag: number) => SpanLook;
  /** Of names on patterns, and what is around their letters. */
  readonly textColor: string;
  readonly haloColor: string;
  /** From when on a span lasts too long, where it does: what exceeds the usual is striped. */
  readonly excessFromMs?:
    ((layer: number, tag: number, startMs: number, endMs: number) => number | undefined) | undefined;
  /** What is written on a span with room for it. */
  readonly nameOf: (layer: number, id: number, tag: number) => string;
}

/** Below this width spans are drawn without a gap to the next. */
const gapFromPx = 4;
const textFromPx = 26;
const textRowPx = 12;

/**
 * Draws the spans of a lane. A span that begins on a pixel already painted in its row is cut to what is left of it, and neighbours of one
 * look become one rectangle, so a row costs at most a rectangle per pixel. Failures come last and are never cut.
 */
export function drawSpans(
  painter: Painter,
  placed: PlacedLane,
  y: number,
  answer: LaneAnswer,
  painting: SpanPainting,
): void {
  const { spans } = answer;
  if (spans === undefined) return;
  const top = y + contentTop(placed);
  const heightPx = Math.max(
    1,
    placed.rowPx >= 8 ? placed.rowPx - 2 : placed.rowPx >= 4 ? placed.rowPx - 1 : placed.rowPx,
  );
  let row = -1;
  let layer = -1;
  let paintedTo = Number.NEGATIVE_INFINITY;
  let run: { x: number; end: number; y: number; look: SpanLook } | undefined;
  const finishRun = () => {
    if (run !== undefined) painter.rect(run.x, run.y, run.end - run.x, heightPx, run.look.color, run.look.pattern);
    run = undefined;
  };
  for (let i = 0; i < spans.startMs.length; i++) {
    const fromX = painting.x(spans.startMs[i] ?? 0);
    const toX = painting.x(spans.endMs[i] ?? 0);
    if (toX < 0 || fromX > painting.widthPx) continue;
    if (spans.row[i] !== row || spans.layer[i] !== layer) {
      finishRun();
      row = spans.row[i] ?? 0;
      layer = spans.layer[i] ?? 0;
      paintedTo = Number.NEGATIVE_INFINITY;
    }
    const isTrouble = layer > 0;
    const x = Math.max(-2, isTrouble ? Math.round(fromX) : Math.max(Math.round(fromX), paintedTo));
    const least = painting.leastPx ?? (isTrouble ? 2 : 1);
    const fullEnd = Math.min(painting.widthPx + 2, Math.max(Math.round(toX), x + (x > Math.round(fromX) ? 0 : least)));
    if (fullEnd <= x) continue;
    paintedTo = fullEnd;
    const end = fullEnd - x >= gapFromPx ? fullEnd - 1 : fullEnd;
    const id = spans.id[i] ?? 0;
    const tag = spans.tag[i] ?? 0;
    const look = painting.lookOf(layer, id, tag);
    const rowY = Math.round(top + row * placed.rowPx);
    const excessMs = painting.excessFromMs?.(layer, tag, spans.startMs[i] ?? 0, spans.endMs[i] ?? 0);
    if (run?.end === x && run.look.color === look.color && run.look.pattern === look.pattern && end - x < gapFromPx) {
      run.end = end;
    } else {
      finishRun();
      run = { x, end, y: rowY, look };
    }
    let nameEnd = end;
    if (excessMs !== undefined) {
      finishRun();
      nameEnd = Math.max(x, Math.round(painting.x(excessMs)));
      painter.rect(nameEnd, rowY, end - nameEnd, heightPx, textOn(look.color), 'stripes');
    }
    if (nameEnd - x < textFromPx || placed.rowPx < textRowPx) continue;
    finishRun();
    const isPlain = look.pattern === 'plain';
    const color = isPlain ? textOn(look.color) : painting.textColor;
    const textX = Math.max(x, 0) + 4;
    painter.text(painting.nameOf(layer, id, tag), textX, rowY + heightPx / 2 + 0.5, nameEnd - textX - 3, color, {
      ...(!isPlain && { halo: painting.haloColor }),
    });
  }
  finishRun();
}
