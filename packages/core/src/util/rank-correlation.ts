/**
 * Spearman's rank correlation: 1 when the second value always rises with the first, -1 when it always falls, about 0 without
 * relation. Ties share their mean rank. 0 for fewer than three pairs, or when one side does not vary.
 */
export function rankCorrelation(first: readonly number[], second: readonly number[]): number {
  if (first.length < 3) return 0;
  const a = ranks(first);
  const b = ranks(second);
  const mean = (first.length + 1) / 2;
  let covariance = 0;
  let varianceA = 0;
  let varianceB = 0;
  a.forEach((rank, index) => {
    const deviationA = rank - mean;
    const deviationB = (b[index] ?? 0) - mean;
    covariance += deviationA * deviationB;
    varianceA += deviationA ** 2;
    varianceB += deviationB ** 2;
  });
  return varianceA === 0 || varianceB === 0 ? 0 : covariance / Math.sqrt(varianceA * varianceB);
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let i = start; i < end; i++) result[order[i] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}
