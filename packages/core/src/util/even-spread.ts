/** Adds amounts evenly over ranges of buckets in constant time each: a rate goes up at the start and down at the end. */
export class EvenSpread {
  readonly #rateChange: Float64Array;
  readonly #once: Float64Array;
  readonly #bucketWidth: number;

  /** @param bucketWidth in the unit of the ranges; where both and the amounts are whole numbers, sums do not depend on their order */
  constructor(length: number, bucketWidth = 1) {
    this.#bucketWidth = bucketWidth;
    this.#rateChange = new Float64Array(spreadEdges(length));
    this.#once = new Float64Array(spreadEdges(length));
  }

  add(from: number, to: number, amount: number): void {
    if (to <= from) return;
    const rate = amount / (to - from);
    this.#edge(from, rate);
    this.#edge(to, -rate);
  }

  /** From a moment inside a bucket on: the rest of that bucket once, and all buckets behind it. */
  #edge(at: number, rate: number): void {
    const width = this.#bucketWidth;
    const bucket = Math.min(Math.floor(at / width), this.#once.length - 2);
    this.#once[bucket] = (this.#once[bucket] ?? 0) + rate * ((bucket + 1) * width - at);
    this.#rateChange[bucket + 1] = (this.#rateChange[bucket + 1] ?? 0) + rate * width;
  }

  finish(): Float64Array {
    return finishSpread(this.#once, this.#rateChange);
  }
}

/** How many edges so many buckets have: one behind the last, and what lies beyond. */
export function spreadEdges(length: number): number {
  return length + 2;
}

/**
 * Adds up what was noted at the edges of buckets.
 *
 * @param once what a bucket gets by itself
 * @param rateChange what it and all behind it get more than the one before
 */
export function finishSpread(once: Float64Array, rateChange: Float64Array): Float64Array {
  const amounts = new Float64Array(once.length - spreadEdges(0));
  let rate = 0;
  for (let i = 0; i < amounts.length; i++) {
    rate += rateChange[i] ?? 0;
    amounts[i] = rate + (once[i] ?? 0);
  }
  return amounts;
}
