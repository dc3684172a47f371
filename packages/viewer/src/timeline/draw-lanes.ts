import {
  formatBytes,
  formatCount,
  formatShare,
  labelNames,
  plural,
  taskLayers,
  wallClockLabels,
  type LaneAnswer,
  type RunIndex,
} from '@cinderlog/core';
import { columnsOf, drawArea, drawLine, drawStack, greatest } from './draw-series.ts';
import { drawSpans, type SpanLook, type SpanPainting } from './draw-spans.ts';
import { isFaded, type Highlight } from './highlight.ts';
import { belowLabelsPx, contentTop, type PlacedLane } from './lane-layout.ts';
import type { MarkerShape, Painter } from './painter.ts';
import type { RunNames } from './run-names.ts';
import { categoryCount, fade, textOn, type Theme } from './theme.ts';
import type { Viewport } from './viewport.ts';

/** What tells tasks apart by colour. */
export const colorModes = ['stage', 'status', 'host'] as const;
export type ColorMode = (typeof colorModes)[number];

/** What drawing needs to know besides the answers. */
export interface Scene {
  readonly index: RunIndex;
  readonly names: RunNames;
  readonly theme: Theme;
  readonly viewport: Viewport;
  readonly colorMode: ColorMode;
  readonly highlight: Highlight | undefined;
}

const taskLayer = Object.fromEntries(taskLayers.map((layer, code) => [layer, code])) as Record<
  (typeof taskLayers)[number],
  number
>;

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
      drawLabels(painter, placed, y, answer, scene);
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

const momentPx = 4;
/** A driver that is waited for less is in nobody's way. */
const leastToldShare = 0.1;

function drawSpanLane(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { viewport, theme, highlight, names } = scene;
  const { key } = placed;
  if (key === 'findings' && placed.folding !== 'folded') drawNamesBeside(painter, placed, y, answer, scene);
  const executorId = executorOf(placed, scene.index);
  const plain = lookOfLane(key, scene, executorId);
  drawSpans(painter, placed, y, answer, {
    x: (timeMs) => viewport.x(timeMs),
    widthPx: viewport.widthPx,
    textColor: theme.text,
    haloColor: theme.page,
    // Most of what a cluster tells is of a moment.
    leastPx: key === 'cluster-log' ? momentPx : undefined,
    lookOf: (layer, id, tag) => {
      const look = plain(layer, id, tag);
      if (!isFaded(highlight, key, layer, id, tag, executorId)) return look;
      return { ...look, color: fade(look.color, theme.page) };
    },
    excessFromMs: executorId === undefined ? undefined : excessOf(scene.index),
    nameOf: (_layer, id, tag) => {
      switch (key) {
        case 'jobs':
          return names.job(id);
        case 'stages':
          return names.stage(id);
        case 'sql':
          return names.sql(id);
        case 'streaming':
          return names.batch(id);
        case 'findings':
          return names.finding(id);
        case 'cluster-log':
          return names.clusterLog(id);
        default:
          return names.stageNumber(tag);
      }
    },
  });
}

/** Tasks that went well, but took much longer than is usual in their stage. */
function excessOf({ longTasks }: RunIndex): SpanPainting['excessFromMs'] {
  const byStage = new Map(longTasks.map((stage) => [stage.stage, stage]));
  return (layer, stage, startMs, endMs) => {
    const long = byStage.get(stage);
    return long === undefined || layer !== taskLayer.succeeded || endMs - startMs < long.fromMs
      ? undefined
      : startMs + long.usualMs;
  };
}

/** The executor whose tasks a lane holds. */
export function executorOf(placed: PlacedLane, index: RunIndex): string | undefined {
  const [kind, number] = placed.key.split(':');
  return kind === 'executor' ? index.result.executors[Number(number)]?.id : undefined;
}

function lookOfLane(
  key: string,
  scene: Scene,
  executorId: string | undefined,
): (layer: number, id: number, tag: number) => SpanLook {
  const { theme } = scene;
  const plain = (color: string): SpanLook => ({ color, pattern: 'plain' });
  if (key === 'findings') return (layer) => plain([theme.info, theme.warn, theme.failed][layer] ?? theme.info);
  if (key === 'cluster-log') return (layer) => plain([theme.info, theme.warn, theme.failed][layer] ?? theme.info);
  if (key === 'streaming') return (layer) => plain([theme.batch, theme.warn, theme.failed][layer] ?? theme.batch);
  const own = key === 'jobs' ? theme.job : theme.sql;
  const stageColor = (stage: number) =>
    theme.categories[(scene.index.result.stages[stage]?.stageId ?? stage) % categoryCount] ?? theme.job;
  if (executorId !== undefined) {
    const hostColor = theme.categories[hostNumber(executorId, scene.index) % categoryCount] ?? theme.job;
    const { colorMode } = scene;
    const well = (stage: number) =>
      colorMode === 'stage' ? stageColor(stage) : colorMode === 'host' ? hostColor : theme.good;
    return (layer, _id, tag) => {
      if (layer === taskLayer.failed) return plain(theme.failed);
      if (layer === taskLayer.killed) return { color: theme.killed, pattern: 'stripes' };
      if (layer === taskLayer.unfinished) return { color: theme.warn, pattern: 'stripes' };
      if (layer === taskLayer.speculative) return { color: theme.warn, pattern: 'outline' };
      return plain(well(tag));
    };
  }
  return (layer, id) => {
    if (layer === 1) return plain(theme.failed);
    const color = key === 'stages' ? (scene.colorMode === 'status' ? theme.good : stageColor(id)) : own;
    return layer === 2 ? { color, pattern: 'stripes' } : plain(color);
  };
}

/** Which host of the run an executor was on, in the order in which they came. */
function hostNumber(executorId: string, { result }: RunIndex): number {
  const hosts = [...new Set(result.executors.map(({ host }) => host))];
  return Math.max(0, hosts.indexOf(result.executors.find(({ id }) => id === executorId)?.host ?? ''));
}

function drawLabels(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
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

/** Above a curve: what its top stands for. */
const captionPx = 20;

function drawCores(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
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

function drawMemory(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
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

function drawActivity(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
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
  const columns = theme.phases.map((_, phase) => columnsOf(series, 'mean', phase, timeAt, width));
  drawStack(painter, band, columns, most, colors);
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

const clusterShapes: readonly MarkerShape[] = ['up', 'down', 'cross', 'diamond'];
const markPx = 10;
const tickPx = 10;
/** From this width on a finding has its title inside. */
const namedInsidePx = 60;

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

/** Findings of a moment have no room for their title, so it stands beside them as far as the next one in the row. */
function drawNamesBeside(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
  const { spans } = answer;
  const { viewport, names, theme } = scene;
  if (spans === undefined) return;
  const startsX = new Map<number, number[]>();
  for (let i = 0; i < spans.startMs.length; i++) {
    const row = spans.row[i] ?? 0;
    const starts = startsX.get(row) ?? [];
    startsX.set(row, starts);
    starts.push(viewport.x(spans.startMs[i] ?? 0));
  }
  for (const starts of startsX.values()) starts.sort((a, b) => a - b);
  for (let i = 0; i < spans.startMs.length; i++) {
    const start = viewport.x(spans.startMs[i] ?? 0);
    const end = viewport.x(spans.endMs[i] ?? 0);
    if (end < 0 || end > viewport.widthPx || end - start > namedInsidePx) continue;
    const next = startsX.get(spans.row[i] ?? 0)?.find((x) => x >= end && x > start);
    const room = Math.min(next ?? viewport.widthPx, viewport.widthPx) - end;
    const rowY = y + contentTop(placed) + ((spans.row[i] ?? 0) + 0.5) * placed.rowPx;
    painter.text(names.finding(spans.id[i] ?? 0), end + 6, rowY, room - 10, theme.text);
  }
}
