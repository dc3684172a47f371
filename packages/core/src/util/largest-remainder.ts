/**
 * Rounds non-negative parts to integers that sum exactly to `total` (the largest-remainder method). The parts are scaled to
 * the total first, so they may come in any unit.
 */
export function roundToSum(parts: readonly number[], total: number): number[] {
  const sum = parts.reduce((running, part) => running + part, 0);
  if (sum === 0) return parts.map(() => 0);
  const exact = parts.map((part) => (part / sum) * total);
  const rounded = exact.map(Math.floor);
  let missing = total - rounded.reduce((running, part) => running + part, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    rounded[index] = (rounded[index] ?? 0) + 1;
    missing--;
  }
  return rounded;
}
