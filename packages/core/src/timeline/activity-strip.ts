import { taskLayers, taskPhases, type SeriesColumns } from './lane.ts';
import { firstFrom } from '../util/binary-search.ts';
import { groupRange } from './span-set.ts';
import type { SpanPyramid } from './span-pyramid.ts';

/**
 * What the slots of an executor did over a window: the mean number of running tasks per bucket, by phase. Made from the level of
 * that bucket: the longest task of a bucket is spread over its own time, what it stands for over the bucket.
 */
export function activityStrip(
  pyramid: SpanPyramid,
  rows: readonly [first: number, end: number],
  startMs: number,
  endMs: number,
  bucketMs: number,
): SeriesColumns {
  const stepMs = Math.max(1, bucketMs);
  const set = pyramid.level(bucketMs);
  const firstBucket = Math.max(0, Math.floor(startMs / stepMs));
  const count = Math.max(1, Math.floor(endMs / stepMs) + 1 - firstBucket);
  const running = taskPhases.map(() => new Float32Array(count));
  const spread = (fromMs: number, toMs: number, slotMs: number, entry: number) => {
    // What takes no time leaves no mark in a mean.
    if (slotMs <= 0) return;
    const density = slotMs / Math.max(toMs - fromMs, Number.MIN_VALUE) / stepMs;
    const first = Math.max(0, Math.floor(fromMs / stepMs) - firstBucket);
    const last = Math.min(count - 1, Math.floor(toMs / stepMs) - firstBucket);
    for (let bucket = first; bucket <= last; bucket++) {
      const bucketStartMs = (firstBucket + bucket) * stepMs;
      const overlapMs = Math.min(toMs, bucketStartMs + stepMs) - Math.max(fromMs, bucketStartMs);
      if (overlapMs <= 0) continue;
      let computing = 1;
      for (let phase = 1; phase < running.length; phase++) {
        const share = (set.shares?.[phase - 1]?.[entry] ?? 0) / 255;
        computing -= share;
        add(running[phase], bucket, overlapMs * density * share);
      }
      add(running[0], bucket, overlapMs * density * Math.max(0, computing));
    }
  };
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let layer = 0; layer < taskLayers.length; layer++) {
      const [groupFrom, groupTo] = groupRange(set, row, layer);
      // What begins in the bucket before the window may be summed up into it.
      const from = firstFrom(set.endMs, startMs - stepMs, { from: groupFrom, to: groupTo });
      for (let i = from; i < groupTo && (set.startMs[i] ?? 0) <= endMs; i++) {
        const fromMs = set.startMs[i] ?? 0;
        const toMs = set.endMs[i] ?? 0;
        spread(fromMs, toMs, toMs - fromMs, i);
        const restMs = (set.sumMs?.[i] ?? toMs - fromMs) - (toMs - fromMs);
        const bucketStartMs = Math.floor(fromMs / stepMs) * stepMs;
        spread(bucketStartMs, bucketStartMs + stepMs, restMs, i);
      }
    }
  }
  return {
    startMs: firstBucket * stepMs,
    bucketMs: stepMs,
    names: taskPhases,
    min: running,
    max: running,
    mean: running,
  };
}

function add(array: Float32Array | undefined, at: number, value: number): void {
  if (array !== undefined) array[at] = (array[at] ?? 0) + value;
}
