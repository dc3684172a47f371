/** The values of one group among all values of a sorted list. */
export interface SortedGroup {
  readonly code: number;
  /** Where they stand in the whole list, rising. */
  readonly places: Uint32Array;
}

/** Splits a sorted list by the code of each of its values. Two passes; groups come in the order of their codes. */
export function groupSorted(codeOf: Uint32Array, codeCount: number): SortedGroup[] {
  const starts = new Uint32Array(codeCount + 1);
  for (let i = 0; i < codeOf.length; i++) {
    const after = (codeOf[i] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let code = 1; code <= codeCount; code++) starts[code] = (starts[code] ?? 0) + (starts[code - 1] ?? 0);
  const next = starts.slice();
  const places = new Uint32Array(codeOf.length);
  for (let i = 0; i < codeOf.length; i++) {
    const code = codeOf[i] ?? 0;
    const at = next[code] ?? 0;
    next[code] = at + 1;
    places[at] = i;
  }
  const groups: SortedGroup[] = [];
  for (let code = 0; code < codeCount; code++) {
    const from = starts[code] ?? 0;
    const to = starts[code + 1] ?? 0;
    if (to > from) groups.push({ code, places: places.subarray(from, to) });
  }
  return groups;
}

/** The median of the values of a group, as the Spark UI takes it: the one at `floor(count / 2)`. */
export function medianOfGroup(sorted: Uint32Array | Float64Array, places: Uint32Array): number {
  return sorted[places[Math.floor(places.length / 2)] ?? 0] ?? 0;
}

/** The median of the values outside a group, without gathering them. */
export function medianOfOthers(sorted: Uint32Array | Float64Array, places: Uint32Array): number {
  const wanted = Math.floor((sorted.length - places.length) / 2);
  // The number of own places at or before the wanted one: before place `places[i]`, `places[i] - i` others stand.
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) - middle <= wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[wanted + low] ?? 0;
}

/**
 * Rank-sum tests of groups against the rest of one sorted list: how surely a group holds the greater values, as the z score of
 * the Mann-Whitney test by its normal approximation, without tie correction (which makes it a little too cautious).
 */
export class RankSums {
  /** The rank of each value, from 1; equal values share the mean of their ranks. */
  readonly #ranks: Float64Array;

  constructor(sorted: Uint32Array | Float64Array) {
    this.#ranks = new Float64Array(sorted.length);
    for (let from = 0; from < sorted.length;) {
      let to = from + 1;
      while (to < sorted.length && sorted[to] === sorted[from]) to++;
      const rank = (from + 1 + to) / 2;
      for (; from < to; from++) this.#ranks[from] = rank;
    }
  }

  zOf(places: Uint32Array): number {
    const own = places.length;
    const others = this.#ranks.length - own;
    let rankSum = 0;
    for (let i = 0; i < own; i++) rankSum += this.#ranks[places[i] ?? 0] ?? 0;
    const wins = rankSum - (own * (own + 1)) / 2;
    const pairs = own * others;
    return (wins - pairs / 2) / Math.sqrt((pairs * (own + others + 1)) / 12);
  }
}
