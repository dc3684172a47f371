import type { Activity } from './activity.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import type { Span } from '../util/spans.ts';

/**
 * How much of what the executors offer waits for the driver, over the run. Waiting are slots that are free while the driver plans,
 * commits, prepares stages or has tasks that it has not launched; and slots whose task the driver has not started, or has not taken
 * the result of (the scheduler delay).
 */
export interface DriverIndex {
  readonly bucketMs: number;
  /** Waiting slot time by offered slot time, 0 to 1, per bucket of the run; 0 where nothing was offered. */
  readonly shares: readonly number[];
}

/** What the driver is busy with while free slots wait for it. The program's own code is not its work, and start-up asks for none. */
const driverLabels: ReadonlySet<WallClockLabel> = new Set<WallClockLabel>([
  'planning',
  'commit',
  'driver-overloaded',
  'scheduling-delay',
  'between-stages',
  'not-launched',
]);
const isDriverLabel = wallClockLabels.map((label) => driverLabels.has(label));

/** Whether slots that are free under this label wait for the driver. */
export function waitsForDriver(labelCode: number): boolean {
  return isDriverLabel[labelCode] ?? false;
}

/** The mean of the index over these ranges, or over all of the run but them; nothing when that is no time at all. */
export function meanWaitingShare(
  { bucketMs, shares }: DriverIndex,
  ranges: readonly Span[],
  runMs: number,
  where: 'inside' | 'outside',
): number | undefined {
  let totalMs = 0;
  let waitingMs = 0;
  shares.forEach((share, bucket) => {
    const startMs = bucket * bucketMs;
    const endMs = Math.min(runMs, startMs + bucketMs);
    const insideMs = ranges.reduce(
      (sum, range) => sum + Math.max(0, Math.min(endMs, range.endMs) - Math.max(startMs, range.startMs)),
      0,
    );
    const ms = where === 'inside' ? insideMs : endMs - startMs - insideMs;
    totalMs += ms;
    waitingMs += ms * share;
  });
  return totalMs > 0 ? waitingMs / totalMs : undefined;
}

/** @param delaySlotMs scheduler delays, in slot-milliseconds per bucket */
export function computeDriverIndex(activity: Activity, delaySlotMs: Float64Array, runMs: number): DriverIndex {
  const { bucketMs, slots, waitingSlots } = activity;
  const shares = slots.map((offered, bucket) => {
    const lengthMs = Math.min(bucketMs, runMs - bucket * bucketMs);
    const delayedSlots = (delaySlotMs[bucket] ?? 0) / lengthMs;
    const share = offered > 0 ? ((waitingSlots[bucket] ?? 0) + delayedSlots) / offered : 0;
    // Spark reuses a slot before it notes the end of the task before: for a moment more waits than was offered. Sums of steps up and
    // down, on the other side, may end a little below zero.
    return Math.round(Math.max(0, Math.min(1, share)) * 1000) / 1000;
  });
  return { bucketMs, shares };
}
