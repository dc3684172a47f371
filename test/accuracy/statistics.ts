export interface Distribution {
  readonly least: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly most: number;
}

/** Quantiles with linear interpolation between the two nearest values; undefined without values. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) => {
    const position = share * (sorted.length - 1);
    const lower = sorted[Math.floor(position)] ?? 0;
    const upper = sorted[Math.ceil(position)] ?? 0;
    return lower + (upper - lower) * (position - Math.floor(position));
  };
  return {
    least: quantile(0),
    lowerQuartile: quantile(0.25),
    median: quantile(0.5),
    upperQuartile: quantile(0.75),
    most: quantile(1),
  };
}
