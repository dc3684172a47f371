/** Where to look in a list whose values never fall: the whole of it unless told. */
export interface SearchRange {
  readonly from?: number;
  readonly to?: number;
}

/** The first place of a rising list whose value is at least `limit`; the end of the range when there is none. */
export function firstFrom(rising: ArrayLike<number>, limit: number, range?: SearchRange): number {
  return firstPlace(rising, (value) => value >= limit, range);
}

/** The first place of a rising list whose value is greater than `limit`; the end of the range when there is none. */
export function firstAbove(rising: ArrayLike<number>, limit: number, range?: SearchRange): number {
  return firstPlace(rising, (value) => value > limit, range);
}

/** The first place from which on the values are far enough. */
function firstPlace(
  rising: ArrayLike<number>,
  isFarEnough: (value: number) => boolean,
  { from = 0, to = rising.length }: SearchRange = {},
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isFarEnough(rising[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
