import type { LaneAnswer, RunIndex } from '@cinderlog/core';
import { drawSpans, type SpanLook, type SpanPainting } from './draw-spans.ts';
import { isFaded } from './highlight.ts';
import { contentTop, type PlacedLane } from './lane-layout.ts';
import type { Painter } from './painter.ts';
import { executorOf, taskLayer, type Scene } from './scene.ts';
import { categoryCount, fade } from './theme.ts';

const momentPx = 4;
/** From this width on a finding has its title inside. */
const namedInsidePx = 60;

/** Findings, batches, queries, jobs, stages, and tasks in their slots. */
export function drawSpanLane(painter: Painter, placed: PlacedLane, y: number, answer: LaneAnswer, scene: Scene): void {
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
