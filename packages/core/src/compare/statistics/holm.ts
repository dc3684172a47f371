/**
 * Holm's step-down correction (1979): each chance becomes the smallest family-wise error rate at which it would be called
 * significant. It holds however the tests depend on each other, and stages of one run depend on each other strongly. It bounds
 * the chance of any false alarm in a run, which is what blocks a merge; Benjamini and Hochberg would bound their share.
 */
export function holmAdjust(chances: readonly number[]): number[] {
  const order = chances.map((_, index) => index).sort((a, b) => (chances[a] ?? 0) - (chances[b] ?? 0));
  const adjusted = new Array<number>(chances.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (chances[index] ?? 1) * (chances.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}
