/**
 * Shares `cells` character cells among parts by their size. Every part above zero gets at least one cell while there are
 * enough, and the cells always add up: what rounding leaves goes to the largest remainders.
 */
export function shareCells(sizes: readonly number[], cells: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= 0 || cells <= 0) return sizes.map(() => 0);
  const exact = sizes.map((size) => (size / total) * cells);
  const shared = exact.map((share, i) => ((sizes[i] ?? 0) > 0 ? Math.max(1, Math.floor(share)) : 0));
  let left = cells - shared.reduce((sum, share) => sum + share, 0);
  while (left !== 0) {
    const step = Math.sign(left);
    let best = -1;
    let bestLack = -Infinity;
    for (const [i, share] of shared.entries()) {
      if ((sizes[i] ?? 0) <= 0 || (step < 0 && share === 0)) continue;
      // Taking from parts of one cell is the last resort: they would vanish.
      const lack = step * ((exact[i] ?? 0) - share) - (step < 0 && share === 1 ? cells : 0);
      if (lack > bestLack) [best, bestLack] = [i, lack];
    }
    if (best < 0) break;
    shared[best] = (shared[best] ?? 0) + step;
    left -= step;
  }
  return shared;
}
