import { describe, expect, it } from 'vitest';
import type { LaneAnswer } from '@cinderlog/core';
import { drawSpans, type SpanPainting } from './draw-spans.ts';
import type { PlacedLane } from './lane-layout.ts';
import type { Painter } from './painter.ts';

/** Writes down what is drawn. */
class DrawLog implements Painter {
  readonly lines: string[] = [];

  rect(x: number, y: number, width: number, height: number, color: string, pattern = 'plain'): void {
    this.lines.push(`rect ${x} ${y} ${width}×${height} ${color}${pattern === 'plain' ? '' : ` ${pattern}`}`);
  }

  strip(): void {
    this.lines.push('strip');
  }

  marker(x: number, y: number, size: number, shape: string, color: string): void {
    this.lines.push(`${shape} ${x} ${y} ${size} ${color}`);
  }

  text(text: string, x: number, y: number, maxWidth: number): void {
    this.lines.push(`text "${text}" ${x} ${y} ≤${maxWidth}`);
  }
}

const placed: PlacedLane = {
  key: 'executor:0',
  lane: {
    id: 'executor:0',
    group: 'tasks',
    title: '',
    kind: 'spans',
    layers: [],
    rowCount: 2,
    spanCount: 0,
    trouble: 0,
  },
  asks: 'executor:0',
  form: 'spans',
  title: '',
  y: 0,
  height: 34,
  rowPx: 14,
  indent: 0,
  folding: 'unfolded',
  isPinned: false,
};

/** Spans as `[row, layer, start, end]`, in the order in which answers hold them: by layer, row and time. */
function draw(
  spans: readonly (readonly [number, number, number, number])[],
  excessFromMs?: SpanPainting['excessFromMs'],
): string[] {
  const column = (place: number) => spans.map((span) => span[place] ?? 0);
  const answer: LaneAnswer = {
    lane: 'executor:0',
    startMs: 0,
    endMs: 1000,
    bucketMs: 0,
    spans: {
      row: Uint32Array.from(column(0)),
      layer: Uint8Array.from(column(1)),
      startMs: Float64Array.from(column(2)),
      endMs: Float64Array.from(column(3)),
      id: Uint32Array.from(spans.keys()),
      count: new Uint32Array(spans.length).fill(1),
      tag: new Uint32Array(spans.length),
    },
  };
  const log = new DrawLog();
  drawSpans(log, placed, 100, answer, {
    // A pixel is ten milliseconds.
    x: (timeMs) => timeMs / 10,
    widthPx: 100,
    textColor: 'black',
    haloColor: 'white',
    lookOf: (layer) => ({ color: layer === 1 ? 'red' : 'blue', pattern: 'plain' }),
    nameOf: (_layer, id) => `span ${id}`,
    excessFromMs,
  });
  return log.lines;
}

describe('drawing spans', () => {
  it('names what has room for it, and leaves a gap to the next', () => {
    expect(
      draw([
        [0, 0, 0, 400],
        [0, 0, 400, 500],
      ]),
    ).toEqual(['rect 0 103 39×12 blue', 'text "span 0" 4 109.5 ≤32', 'rect 40 103 9×12 blue']);
  });

  it('joins what is shorter than a pixel to one rectangle', () => {
    expect(draw(Array.from({ length: 100 }, (_, i) => [0, 0, 5 * i, 5 * i + 4] as const))).toHaveLength(1);
  });

  it('draws a failure however short it is, above what lies on its pixel', () => {
    const lines = draw([
      [0, 0, 100, 300],
      [0, 1, 200, 200],
    ]);
    expect(lines).toEqual(['rect 10 103 19×12 blue', 'rect 20 103 2×12 red']);
  });

  it('stripes only what is too much of a long span, and leaves its name readable', () => {
    const lines = draw(
      [
        [0, 0, 0, 100],
        [0, 0, 100, 900],
      ],
      (_layer, _tag, startMs, endMs) => (endMs - startMs > 500 ? startMs + 400 : undefined),
    );
    expect(lines).toEqual([
      'rect 0 103 9×12 blue',
      'rect 10 103 79×12 blue',
      expect.stringMatching(/^rect 50 103 39×12 .+ stripes$/),
      'text "span 1" 14 109.5 ≤33',
    ]);
  });

  it('draws nothing outside of the screen', () => {
    expect(
      draw([
        [1, 0, -500, -100],
        [1, 0, 1100, 1200],
      ]),
    ).toEqual([]);
  });
});
