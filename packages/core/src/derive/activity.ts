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

/** Collects slot-milliseconds into buckets while the run is swept over once. */
export class ActivityBuckets {
  readonly #bucketMs: number;
  readonly #runMs: number;
  readonly #busySlotMs: Float64Array;
  readonly #slotMs: Float64Array;
  readonly #waitingSlotMs: Float64Array;
  /** The bucket that the last stretch ended in: the next one nearly always lies in it. */
  #bucket = 0;
  #bucketEndMs: number;

  constructor(runMs: number) {
    this.#runMs = runMs;
    this.#bucketMs = activityBucketMs(runMs);
    this.#bucketEndMs = this.#bucketMs;
    const count = Math.ceil(runMs / this.#bucketMs);
    this.#busySlotMs = new Float64Array(count);
    this.#slotMs = new Float64Array(count);
    this.#waitingSlotMs = new Float64Array(count);
  }

  /** Between two moments, counts were constant. Stretches come in order and without holes. */
  add(startMs: number, endMs: number, busySlots: number, slots: number, waitingSlots: number): void {
    let fromMs = startMs;
    while (endMs > this.#bucketEndMs) {
      this.#addToBucket(this.#bucketEndMs - fromMs, busySlots, slots, waitingSlots);
      fromMs = this.#bucketEndMs;
      this.#bucket++;
      this.#bucketEndMs += this.#bucketMs;
    }
    this.#addToBucket(endMs - fromMs, busySlots, slots, waitingSlots);
  }

  #addToBucket(lengthMs: number, busySlots: number, slots: number, waitingSlots: number): void {
    const bucket = this.#bucket;
    this.#busySlotMs[bucket] = (this.#busySlotMs[bucket] ?? 0) + busySlots * lengthMs;
    this.#slotMs[bucket] = (this.#slotMs[bucket] ?? 0) + slots * lengthMs;
    if (waitingSlots > 0) {
      this.#waitingSlotMs[bucket] = (this.#waitingSlotMs[bucket] ?? 0) + waitingSlots * lengthMs;
    }
  }

  finish(): Activity {
    const mean = (slotMs: number, bucket: number) => {
      const lengthMs = Math.min(this.#bucketMs, this.#runMs - bucket * this.#bucketMs);
      return Math.round((slotMs / lengthMs) * 1000) / 1000;
    };
    return {
      bucketMs: this.#bucketMs,
      runningTasks: Array.from(this.#busySlotMs, mean),
      slots: Array.from(this.#slotMs, mean),
      waitingSlots: Array.from(this.#waitingSlotMs, mean),
    };
  }
}
