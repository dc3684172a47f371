/**
 * How surely the first set holds the greater values: the z score of the Mann-Whitney rank-sum test, by its normal
 * approximation without tie correction (which makes it a little too cautious). Both sets sorted and not empty.
 */
export function rankSumZ(first: Float64Array, second: Float64Array): number {
  // For each value of the first set: how many of the second are below it, ties counting half.
  let wins = 0;
  let below = 0;
  let notAbove = 0;
  for (const value of first) {
    while (below < second.length && (second[below] ?? 0) < value) below++;
    notAbove = Math.max(notAbove, below);
    while (notAbove < second.length && (second[notAbove] ?? 0) <= value) notAbove++;
    wins += (below + notAbove) / 2;
  }
  const pairs = first.length * second.length;
  return (wins - pairs / 2) / Math.sqrt((pairs * (first.length + second.length + 1)) / 12);
}
