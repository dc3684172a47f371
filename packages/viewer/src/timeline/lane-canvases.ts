import { timings } from '../app/timings.ts';
import type { Viewer } from '../app/viewer.svelte.ts';
import { CanvasPainter } from './canvas-painter.ts';
import { drawLane } from './draw-lanes.ts';
import { drawOverlay, hasOverlay, type DraggedStretch } from './draw-overlay.ts';
import { screenY, type LaneLayout, type PlacedLane } from './lane-layout.ts';
import type { Painter } from './painter.ts';
import type { Scene } from './scene.ts';

/** What is on the screen, in CSS pixels. */
export interface LaneScreen {
  readonly viewer: Viewer;
  readonly scene: Scene;
  readonly layout: LaneLayout;
  readonly visible: readonly PlacedLane[];
  /** How far the lanes are scrolled. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly drag: DraggedStretch | undefined;
}

/** Room for the lengths of marked and selected stretches below the last lane. */
const lengthsPx = 46;

/** The canvas of the lanes and the one above it, each drawn again only when what it shows has changed. */
export class LaneCanvases {
  readonly #data: HTMLCanvasElement;
  readonly #overlay: HTMLCanvasElement;
  readonly #dataPainter: CanvasPainter;
  readonly #overlayPainter: CanvasPainter;
  #drawnDrag: DraggedStretch | undefined;
  #overlayIsBlank = true;

  constructor(data: HTMLCanvasElement, overlay: HTMLCanvasElement) {
    this.#data = data;
    this.#overlay = overlay;
    this.#dataPainter = new CanvasPainter(data, true);
    this.#overlayPainter = new CanvasPainter(overlay, false);
  }

  draw(screen: LaneScreen, dataIsStale: boolean): void {
    const { width, layout, drag } = screen;
    // Below the last lane there is nothing to draw but the lengths of stretches.
    const height = Math.min(screen.height, layout.height + lengthsPx);
    const ratio = devicePixelRatio;
    const isResized = fit(this.#data, width, height, ratio);
    fit(this.#overlay, width, height, ratio);
    if (dataIsStale || isResized) {
      const startMs = performance.now();
      this.#drawData({ ...screen, height }, ratio);
      timings.since('frame', startMs);
    }
    if (dataIsStale || isResized || drag !== this.#drawnDrag) this.#drawOverlay({ ...screen, height }, ratio);
  }

  #drawData(screen: LaneScreen, ratio: number): void {
    const { viewer, scene, layout, visible, top, width, height } = screen;
    const painter = this.#dataPainter;
    painter.begin(width, height, ratio, scene.theme.page, scene.theme.font);
    for (const placed of visible) {
      const y = screenY(placed, top);
      const clipY = placed.isPinned ? y : Math.max(y, layout.pinnedHeight);
      painter.clip(0, clipY, width, y + placed.height - clipY);
      drawLane(painter, placed, y, placed.asks === undefined ? undefined : viewer.loader.get(placed.asks), scene);
      drawMissing(painter, placed, y, screen);
      drawBehindEnd(painter, placed, y, screen);
      painter.rect(0, y + placed.height - 1, width, 1, scene.theme.line);
      painter.unclip();
    }
    if (layout.pinnedHeight > 0) painter.rect(0, layout.pinnedHeight - 2, width, 2, scene.theme.quiet);
    painter.flush();
  }

  #drawOverlay(screen: LaneScreen, ratio: number): void {
    this.#drawnDrag = screen.drag;
    const isBlank = !hasOverlay(screen);
    if (isBlank && this.#overlayIsBlank) return;
    this.#overlayIsBlank = isBlank;
    const { width, height, scene } = screen;
    this.#overlayPainter.begin(width, height, ratio, undefined, scene.theme.font);
    drawOverlay(this.#overlayPainter, screen);
    this.#overlayPainter.flush();
  }
}

function fit(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): boolean {
  const w = Math.round(width * ratio);
  const h = Math.round(height * ratio);
  const isResized = canvas.width !== w || canvas.height !== h;
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  return isResized;
}

/** Beside a longer run the axis goes on behind the end of this one. */
function drawBehindEnd(painter: Painter, placed: PlacedLane, y: number, { viewer, scene, width }: LaneScreen): void {
  const { durationMs } = viewer.index.result.application;
  const end = Math.round(viewer.viewport.x(durationMs));
  if (viewer.viewport.runMs > durationMs && end < width)
    painter.rect(end, y, width - end, placed.height, scene.theme.lane);
}

/** What has not been loaded yet is hatched: empty time means something. */
function drawMissing(painter: Painter, placed: PlacedLane, y: number, { viewer, scene, width }: LaneScreen): void {
  if (placed.asks === undefined) return;
  const answer = viewer.loader.get(placed.asks);
  const { viewport } = viewer;
  const hatch = (from: number, to: number) => {
    painter.rect(from, y, to - from, placed.height, scene.theme.line, 'stripes');
  };
  if (answer === undefined) {
    hatch(0, width);
    return;
  }
  const from = viewport.x(answer.startMs);
  const to = viewport.x(answer.endMs);
  if (answer.startMs > viewport.startMs && from > 0) hatch(0, from);
  if (answer.endMs < viewport.endMs && to < width) hatch(to, width);
}
