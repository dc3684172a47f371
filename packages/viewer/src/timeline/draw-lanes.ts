import type { LaneAnswer } from '@cinderlog/core';
import { drawActivity, drawCores, drawDriver, drawMemory } from './draw-curve-lanes.ts';
import { drawSpanLane } from './draw-span-lane.ts';
import type { PlacedLane } from './lane-layout.ts';
import type { MarkerShape, Painter } from './painter.ts';
import type { Scene } from './scene.ts';
import { fade } from './theme.ts';

const clusterShapes: readonly MarkerShape[] = ['up', 'down', 'cross', 'diamond'];
const markPx = 10;
const tickPx = 10;

/** Draws what is inside of one lane; `y` is its top on the canvas. */
export function drawLane(
  painter: Painter,
  placed: PlacedLane,
  y: number,
  answer: LaneAnswer | undefined,
  scene: Scene,
): void {
  if (answer === undefined) return;
  switch (placed.form) {
    case 'spans':
      drawSpanLane(painter, placed, y, answer, scene);
      break;
    case 'labels':
      drawDriver(painter, placed, y, answer, scene);
      break;
    case 'series':
      if (placed.key === 'cores') drawCores(painter, placed, y, answer, scene);
      else drawMemory(painter, placed, y, answer, scene);
      break;
    case 'activity':
      drawActivity(painter, placed, y, answer, scene);
      break;
    case 'marks':
      drawMarks(painter, placed, y, answer, scene);
      break;
    case 'header':
      drawFailureTicks(painter, placed, y, answer, scene);
      break;
    case 'more':
  }
}

function drawMarks(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { spans } = answer;
  const { viewport, theme, highlight, index } = scene;
  if (spans === undefined) return;
  const colors = [theme.good, theme.quiet, theme.failed, theme.warn];
  for (let i = 0; i < spans.startMs.length; i++) {
    const x = viewport.x(spans.startMs[i] ?? 0);
    if (x < -markPx || x > viewport.widthPx + markPx) continue;
    const layer = spans.layer[i] ?? 0;
    const executorId = index.clusterEvents[spans.id[i] ?? 0]?.executorId;
    const fades = highlight !== undefined && highlight.executors.size > 0 && !highlight.executors.has(executorId ?? '');
    const color = colors[layer] ?? theme.quiet;
    painter.marker(
      x,
      y + placed.height / 2,
      markPx,
      clusterShapes[layer] ?? 'tick',
      fades ? fade(color, theme.page) : color,
    );
  }
}

function drawFailureTicks(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { spans } = answer;
  const { viewport, theme } = scene;
  if (spans === undefined) return;
  const top = y + placed.height / 2 - tickPx / 2;
  let lastX = Number.NaN;
  for (const startMs of spans.startMs) {
    const x = Math.round(viewport.x(startMs)) - 1;
    // Of many failures in one pixel, one is drawn.
    if (x === lastX || x < -2 || x > viewport.widthPx) continue;
    painter.rect(x, top, 2, tickPx, theme.failed);
    lastX = x;
  }
}
