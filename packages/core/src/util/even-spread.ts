/** Adds amounts evenly over ranges of buckets in constant time each: a rate goes up at the start and down at the end. */
export class EvenSpread {
  readonly #rateChange: Float64Array;
  readonly #once: Float64Array;
  readonly #bucketWidth: number;

  /** @param bucketWidth in the unit of the ranges; where both and the amounts are whole numbers, sums do not depend on their order */
  constructor(length: number, bucketWidth = 1) {
    this.#bucketWidth = bucketWidth;
    this.#rateChange = new Float64Array(length + 2);
    this.#once = new Float64Array(length + 2);
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
    const amounts = new Float64Array(this.#once.length - 2);
    let rate = 0;
    for (let i = 0; i < amounts.length; i++) {
      rate += this.#rateChange[i] ?? 0;
      amounts[i] = rate + (this.#once[i] ?? 0);
    }
    return amounts;
  }
}
