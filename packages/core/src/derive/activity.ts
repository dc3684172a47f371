/** How many buckets a run is cut into: enough for the widest terminal, few enough for every result document. */
const bucketCount = 240;

/** Length of the buckets that a run is cut into; the last one may be shorter. */
export function activityBucketMs(runMs: number): number {
  return Math.max(1, Math.ceil(runMs / bucketCount));
}

/** Slots offered and used over the run, in buckets of equal length; the last one may be shorter. */
export interface Activity {
  readonly bucketMs: number;
  /** Mean number of running tasks per bucket, at most the slots. */
  readonly runningTasks: readonly number[];
  readonly slots: readonly number[];
  /** Mean number of slots per bucket that were free because the driver had not given them work yet. */
  readonly waitingSlots: readonly number[];
}

/**
 * Slot-milliseconds to mean numbers of slots.
 *
 * @param busySlotMs by bucket, like the others: with a task, of all slots, of free slots that wait for the driver
 */
export function meanActivity(
  runMs: number,
  busySlotMs: Float64Array,
  slotMs: Float64Array,
  waitingSlotMs: Float64Array,
): Activity {
  const bucketMs = activityBucketMs(runMs);
  const mean = (ms: number, bucket: number) => {
    const lengthMs = Math.min(bucketMs, runMs - bucket * bucketMs);
    return Math.round((ms / lengthMs) * 1000) / 1000;
  };
  return {
    bucketMs,
    runningTasks: Array.from(busySlotMs, mean),
    slots: Array.from(slotMs, mean),
    waitingSlots: Array.from(waitingSlotMs, mean),
  };
}
