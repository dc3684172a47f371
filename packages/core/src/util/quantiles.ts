/** Five-number summary of a set of values, in the unit of the values. */
export interface Quantiles {
  readonly min: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly max: number;
}

/** Quantiles as the Spark UI takes them: the value at `floor(q * count)`, no interpolation. `sorted` must not be empty. */
export function quantilesOfSorted(sorted: ArrayLike<number>): Quantiles {
  const at = (q: number) => sorted[Math.min(Math.floor(q * sorted.length), sorted.length - 1)] ?? 0;
  return { min: at(0), p25: at(0.25), median: at(0.5), p75: at(0.75), max: at(1) };
}
