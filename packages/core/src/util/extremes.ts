/**
 * The least of what items have; infinity of no items. Made for lists that grow with the log: `Math.min(...list)` runs out of stack beyond
 * some hundred thousand values.
 */
export function leastOf<Item>(items: Iterable<Item>, valueOf: (item: Item) => number): number {
  let least = Infinity;
  for (const item of items) least = Math.min(least, valueOf(item));
  return least;
}

/** The most of what items have; minus infinity of no items. */
export function mostOf<Item>(items: Iterable<Item>, valueOf: (item: Item) => number): number {
  let most = -Infinity;
  for (const item of items) most = Math.max(most, valueOf(item));
  return most;
}
