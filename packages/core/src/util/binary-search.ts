/** Where to look in a list whose values never fall: the whole of it unless told. */
export interface SearchRange {
  readonly from?: number;
  readonly to?: number;
}

/** The first place of a rising list whose value is at least `limit`; the end of the range when there is none. */
export function firstFrom(
  rising: ArrayLike<number>,
  limit: number,
  { from = 0, to = rising.length }: SearchRange = {},
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place of a rising list whose value is greater than `limit`; the end of the range when there is none. */
export function firstAbove(
  rising: ArrayLike<number>,
  limit: number,
  { from = 0, to = rising.length }: SearchRange = {},
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rising[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
