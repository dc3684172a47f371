import { inArena } from '../kernels/arena.ts';

/** The values of one group among all values of a sorted list. */
export interface SortedGroup {
  readonly code: number;
  /** Where they stand in the whole list, rising. */
  readonly places: Uint32Array;
}

/** Splits a sorted list by the code of each of its values; groups come in the order of their codes. */
export function groupSorted(codeOf: Float64Array, codeCount: number): SortedGroup[] {
  const { starts, places } = inArena((arena) => {
    const codes = arena.placeOf(codeOf);
    const startsAt = arena.place((codeCount + 2) * 4);
    const placesAt = arena.place(codeOf.length * 4);
    arena.kernels.groupByCode(codes, codeOf.length, codeCount, startsAt, placesAt);
    return {
      starts: arena.uint32(startsAt, codeCount + 1).slice(),
      places: arena.uint32(placesAt, codeOf.length).slice(),
    };
  });
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
