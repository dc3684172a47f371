import type { Facts } from '../../derive/facts.ts';

/** Of what the slots offered in a range, the share that no task used; 0 when there were none. */
export function idleSlotRatio({ wallClock: { activity } }: Facts, startMs: number, endMs: number): number {
  let offered = 0;
  let busy = 0;
  const lastBucket = Math.min(activity.slots.length - 1, Math.floor((endMs - 1) / activity.bucketMs));
  for (let bucket = Math.max(0, Math.floor(startMs / activity.bucketMs)); bucket <= lastBucket; bucket++) {
    offered += activity.slots[bucket] ?? 0;
    busy += activity.runningTasks[bucket] ?? 0;
  }
  return offered === 0 ? 0 : Math.max(0, 1 - busy / offered);
}
