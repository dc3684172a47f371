/** Adds amounts evenly over ranges of buckets in constant time each: a rate goes up at the start and down at the end. */
export class EvenSpread {
  readonly #rateChange: Float64Array;
  readonly #once: Float64Array;

  constructor(length: number) {
    this.#rateChange = new Float64Array(length + 2);
    this.#once = new Float64Array(length + 2);
  }

  add(from: number, to: number, amount: number): void {
    const perBucket = amount / (to - from);
    this.#edge(from, perBucket);
    this.#edge(to, -perBucket);
  }

  /** From a moment inside a bucket on: the rest of that bucket once, and all buckets behind it. */
  #edge(at: number, rate: number): void {
    const bucket = Math.min(Math.floor(at), this.#once.length - 2);
    this.#once[bucket] = (this.#once[bucket] ?? 0) + rate * (bucket + 1 - at);
    this.#rateChange[bucket + 1] = (this.#rateChange[bucket + 1] ?? 0) + rate;
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
