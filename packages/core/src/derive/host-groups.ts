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

/** A quantile of the values of a group, as the Spark UI takes it: the one at `floor(count * share)`. */
export function quantileOfGroup(sorted: Uint32Array | Float64Array, places: Uint32Array, share: number): number {
  return sorted[places[Math.floor(places.length * share)] ?? 0] ?? 0;
}

/** The same of the values outside a group, without gathering them. */
export function quantileOfOthers(sorted: Uint32Array | Float64Array, places: Uint32Array, share: number): number {
  const wanted = Math.floor((sorted.length - places.length) * share);
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
