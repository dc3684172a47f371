import {
  formatBytes,
  formatCount,
  formatShare,
  labelNames,
  plural,
  wallClockLabels,
  type LaneAnswer,
  type RunIndex,
} from '@cinderlog/core';
import { columnsOf, drawArea, drawLine, drawStack, greatest } from './draw-series.ts';
import { belowLabelsPx, contentTop, type PlacedLane } from './lane-layout.ts';
import type { Painter } from './painter.ts';
import { executorOf, taskLayer, type Scene } from './scene.ts';
import { fade, textOn } from './theme.ts';

/** A driver that is waited for less is in nobody's way. */
const leastToldShare = 0.1;
/** Above a curve: what its top stands for. */
const captionPx = 20;

/** What the driver did, and below it the share of slot time that waits for it. */
export function drawDriver(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { spans } = answer;
  const { viewport, theme, names } = scene;
  if (spans === undefined) return;
  const top = y + contentTop(placed);
  for (let i = 0; i < spans.startMs.length; i++) {
    const x = Math.max(-2, Math.round(viewport.x(spans.startMs[i] ?? 0)));
    const end = Math.min(viewport.widthPx + 2, Math.round(viewport.x(spans.endMs[i] ?? 0)));
    if (end <= 0 || x >= viewport.widthPx) continue;
    const code = spans.layer[i] ?? 0;
    const color = theme.labels[code] ?? theme.quiet;
    const label = wallClockLabels[code];
    const isWaiting = label !== undefined && labelNames[label].group === 'nothing-running';
    painter.rect(x, top, Math.max(1, end - x), placed.rowPx, color);
    // Waiting is told from working by its pattern as well.
    if (isWaiting) painter.rect(x, top, Math.max(1, end - x), placed.rowPx, fade(color, '#000000', 0.7), 'stripes');
    const textX = Math.max(x, 0) + 6;
    if (end - textX > 30)
      painter.text(names.label(code), textX, top + placed.rowPx / 2 + 0.5, end - textX - 4, textOn(color), {
        ...(isWaiting && { halo: color }),
      });
  }
  drawDriverIndex(painter, placed, y, answer, scene);
}

/** Below the labels: the share of slot time that waits for the driver. */
function drawDriverIndex(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { series } = answer;
  const { viewport, theme } = scene;
  if (series === undefined) return;
  const width = Math.round(viewport.widthPx);
  const columns = columnsOf(series, 'mean', 0, (x) => viewport.scale.invert(x), width);
  const most = greatest(columns);
  const band = { baseY: y + placed.height - 2, heightPx: belowLabelsPx - 4 };
  drawArea(painter, band, columns, 1, fade(theme.pending, theme.page, 0.55));
  if (most >= leastToldShare)
    painter.text(`waits for the driver, up to ${formatShare(most)}`, 4, y + placed.height - 11, 220, theme.quiet, {
      halo: theme.page,
    });
}

/** Slots, running and pending tasks. */
export function drawCores(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { series } = answer;
  const { viewport, theme } = scene;
  if (series === undefined) return;
  const width = Math.round(viewport.widthPx);
  const timeAt = (x: number) => viewport.scale.invert(x);
  const band = { baseY: y + placed.height - 4, heightPx: placed.height - captionPx };
  const slots = columnsOf(series, 'max', 0, timeAt, width);
  const most = Math.max(1, greatest(slots));
  // Where executors came or went within a pixel, the fewest slots of it stand out: no dip is hidden.
  drawArea(painter, band, slots, most, fade(theme.slots, theme.page, 0.5));
  drawArea(painter, band, columnsOf(series, 'min', 0, timeAt, width), most, theme.slots);
  drawArea(painter, band, columnsOf(series, 'mean', 1, timeAt, width), most, theme.busy);
  const pending = columnsOf(series, 'max', 2, timeAt, width);
  const mostPending = greatest(pending);
  if (mostPending >= 1) drawLine(painter, band, pending, Math.max(mostPending, most), theme.pending);
  // What the tops stand for: slots and pending tasks have their own scales.
  painter.text(plural(Math.round(most), 'slot'), 4, y + 8, 120, theme.quiet);
  if (mostPending > most) painter.text(`${formatCount(mostPending)} pending`, 74, y + 8, 160, theme.pending);
}

/** The greatest heap of running tasks, and the share of time in garbage collection. */
export function drawMemory(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { series } = answer;
  const { viewport, theme } = scene;
  if (series === undefined) return;
  const width = Math.round(viewport.widthPx);
  const timeAt = (x: number) => viewport.scale.invert(x);
  const band = { baseY: y + placed.height - 4, heightPx: placed.height - captionPx };
  const heap = columnsOf(series, 'max', 1, timeAt, width);
  const mostHeap = greatest(series.max[1] ?? heap);
  drawArea(painter, band, heap, mostHeap, theme.slots);
  drawArea(painter, band, columnsOf(series, 'max', 0, timeAt, width), 1, theme.phases[1] ?? theme.warn);
  const top = mostHeap > 0 ? `100 % GC, ${formatBytes(mostHeap)} heap` : '100 % GC';
  painter.text(top, 4, y + 8, 220, theme.quiet);
}

/** What the slots of a folded executor did, with its failures. */
export function drawActivity(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { series, spans } = answer;
  const { viewport, theme, highlight, index } = scene;
  if (series === undefined) return;
  const width = Math.round(viewport.widthPx);
  const timeAt = (x: number) => viewport.scale.invert(x);
  const executorId = executorOf(placed, index);
  const executor = index.result.executors.find(({ id }) => id === executorId);
  const band = { baseY: y + placed.height - 1, heightPx: placed.rowPx };
  const most = Math.max(1, executor?.slots ?? placed.lane?.rowCount ?? 1);
  drawAlive(painter, placed, y, scene, executor);
  const stages = highlight !== undefined && highlight.executors.size > 0 && !highlight.executors.has(executorId ?? '');
  const colors = theme.phases.map((color) => (stages ? fade(color, theme.page) : color));
  drawStack(painter, band, series, timeAt, width, most, colors);
  if (spans === undefined) return;
  for (let i = 0; i < spans.startMs.length; i++) {
    // Failures are told at the moment they happen, killed tasks and copies by a short mark at the top.
    const layer = spans.layer[i] ?? 0;
    const x = Math.round(viewport.x(spans.endMs[i] ?? 0));
    if (x < -2 || x > width + 2) continue;
    if (layer === taskLayer.failed) painter.rect(x - 1, y + 1, 2, placed.rowPx, theme.failed);
    else painter.rect(x - 1, y + 1, 2, 5, layer === taskLayer.killed ? theme.killed : theme.warn);
  }
}

/** The background of an executor's strip: light while it was there, so that its end shows. */
function drawAlive(
  painter: Painter,
  placed: PlacedLane,
  y: number,
  scene: Scene,
  executor: RunIndex['result']['executors'][number] | undefined,
): void {
  if (executor === undefined) return;
  const { viewport, theme, index } = scene;
  const x = Math.max(0, Math.round(viewport.x(executor.addedMs)));
  const end = Math.min(
    viewport.widthPx,
    Math.round(viewport.x(executor.removedMs ?? index.result.application.durationMs)),
  );
  if (end > x) painter.rect(x, y + 2, end - x, placed.rowPx - 1, theme.lane);
}
