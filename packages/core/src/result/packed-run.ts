import { packTimeline, unpackTimeline, type PackedTimeline } from '../timeline/pack-timeline.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { given } from './given.ts';
import type { PlanGraph } from './plan-graph.ts';
import type { BatchRow, LongTasks, RunIndex } from './run-index.ts';
import type { Result } from './schema.ts';
import type { Settings } from './settings.ts';

/** A run as plain data with typed arrays, for a report in one file. Its result stands in the report anyway. */
export interface PackedRun {
  readonly timeline: PackedTimeline;
  readonly batches: readonly BatchRow[];
  readonly settings: Settings;
  /** Pages of earlier versions have none. */
  readonly longTasks?: readonly LongTasks[];
  /** Of the longest queries, by their place in the SQL executions of the result. */
  readonly plans?: readonly (readonly [index: number, plan: PlanGraph])[];
}

/** Packs a run: lanes of more than `mostSpans` spans are summed up. */
export function packRun(index: RunIndex, timeline: Timeline, mostSpans: number): PackedRun {
  const packed = packTimeline(timeline, mostSpans);
  const { streaming } = packed.spans;
  // Batches that stand for others in a lane that was summed up can still be selected; the rest is counted only.
  const kept = [...new Set(streaming.set.id)].sort((a, b) => a - b);
  const places = new Map(kept.map((id, place) => [id, place]));
  const id = streaming.set.id.map((batch) => places.get(batch) ?? 0);
  return {
    timeline: { ...packed, spans: { ...packed.spans, streaming: { ...streaming, set: { ...streaming.set, id } } } },
    batches: kept.flatMap((batch) => index.batches[batch] ?? []),
    settings: index.settings,
    longTasks: index.longTasks,
  };
}

/** What {@link packRun} packed, with the result that it belongs to. Single tasks are not in it. */
export function unpackRun(packed: PackedRun, result: Result): { index: RunIndex; timeline: Timeline } {
  const timeline = unpackTimeline(packed.timeline);
  const { bucketMs } = packed.timeline.tasks;
  const index: RunIndex = {
    result,
    lanes: timeline.lanes(),
    clusterEvents: timeline.parts.clusterEvents,
    batches: packed.batches,
    settings: packed.settings,
    longTasks: packed.longTasks ?? [],
    ...given('summedUpMs', bucketMs > 0 ? bucketMs : undefined),
    hasTasks: false,
    hasLog: false,
    plansHeld: (packed.plans ?? []).map(([place]) => place),
  };
  return { index, timeline };
}
