/** How many buckets a run is cut into: enough for the widest terminal, few enough for every result document. */
const bucketCount = 240;

/** Slots offered and used over the run, in buckets of equal length; the last one may be shorter. */
export interface Activity {
  readonly bucketMs: number;
  /** Mean number of running tasks per bucket, at most the slots. */
  readonly runningTasks: readonly number[];
  readonly slots: readonly number[];
}

/** Collects slot-milliseconds into buckets while the run is swept over once. */
export class ActivityBuckets {
  readonly #bucketMs: number;
  readonly #runMs: number;
  readonly #busySlotMs: Float64Array;
  readonly #slotMs: Float64Array;

  constructor(runMs: number) {
    this.#runMs = runMs;
    this.#bucketMs = Math.max(1, Math.ceil(runMs / bucketCount));
    const count = Math.ceil(runMs / this.#bucketMs);
    this.#busySlotMs = new Float64Array(count);
    this.#slotMs = new Float64Array(count);
  }

  /** Between two moments, counts were constant. */
  add(startMs: number, endMs: number, busySlots: number, slots: number): void {
    for (let fromMs = startMs; fromMs < endMs;) {
      const bucket = Math.floor(fromMs / this.#bucketMs);
      const toMs = Math.min(endMs, (bucket + 1) * this.#bucketMs);
      this.#busySlotMs[bucket] = (this.#busySlotMs[bucket] ?? 0) + busySlots * (toMs - fromMs);
      this.#slotMs[bucket] = (this.#slotMs[bucket] ?? 0) + slots * (toMs - fromMs);
      fromMs = toMs;
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
    };
  }
}
