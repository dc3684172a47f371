/** Above this many pairs of numbers of values the exact count is replaced by the normal approximation. */
const mostExact = 60;

/**
 * Chance, when both samples come from the same distribution, that the rank sum of `fresh` is at least as large as it is
 * (Wilcoxon, Mann and Whitney), by counting all ways in which the ranks could have fallen. Ties share their mean rank.
 */
export function rankSumUpperTail(known: readonly number[], fresh: readonly number[]): number {
  const all = [
    ...known.map((value) => ({ value, isFresh: false })),
    ...fresh.map((value) => ({ value, isFresh: true })),
  ];
  all.sort((a, b) => a.value - b.value);
  // Doubled, so that mean ranks of ties are whole numbers.
  const ranks: number[] = [];
  for (let i = 0; i < all.length;) {
    let end = i + 1;
    while (end < all.length && all[end]?.value === all[i]?.value) end++;
    for (let k = i; k < end; k++) ranks.push(i + 1 + end);
    i = end;
  }
  const observed = all.reduce((sum, { isFresh }, i) => (isFresh ? sum + (ranks[i] ?? 0) : sum), 0);
  return all.length <= mostExact
    ? exactUpperTail(ranks, fresh.length, observed)
    : normalUpperTail(ranks, fresh.length, observed);
}

/** The smallest chance that samples of these sizes can give: the new values all above the known ones. */
export function smallestRankSumTail(known: number, fresh: number): number {
  let ways = 1;
  for (let i = 1; i <= fresh; i++) ways = (ways * (known + i)) / i;
  return 1 / ways;
}

/** Counts subsets of `size` ranks by their sum (dynamic programming), as in the exact permutation test. */
function exactUpperTail(ranks: readonly number[], size: number, observed: number): number {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  const first = ways[0];
  if (first !== undefined) first[0] = 1;
  for (const rank of ranks) {
    for (let taken = size; taken >= 1; taken--) {
      const from = ways[taken - 1] ?? new Float64Array();
      const to = ways[taken] ?? new Float64Array();
      for (let sum = most; sum >= rank; sum--) to[sum] = (to[sum] ?? 0) + (from[sum - rank] ?? 0);
    }
  }
  const counts = ways[size] ?? new Float64Array();
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.subarray(observed).reduce((sum, count) => sum + count, 0) / total;
}

/** With the variance of the ranks as they are, which is the correction for ties, and a continuity correction. */
function normalUpperTail(ranks: readonly number[], size: number, observed: number): number {
  const n = ranks.length;
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / n;
  const variance = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0) / (n - 1);
  const error = Math.sqrt((size * (n - size) * variance) / n);
  return error === 0 ? 1 : normalTail((observed - 1 - size * mean) / error);
}

/** Upper tail of the normal distribution, by Abramowitz and Stegun 7.1.26 (error below 1.5e-7). */
function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const tail = 0.5 * series * Math.exp(-x * x);
  return z >= 0 ? tail : 1 - tail;
}
