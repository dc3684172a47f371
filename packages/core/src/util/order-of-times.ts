import { orderByWholeNumbers } from './radix-sort.ts';

const greatestKey = 2 ** 32 - 1;

/** The places of times in rising order; equal times keep their order. Linear where they are whole milliseconds of 49 days. */
export function orderOfTimes(timesMs: Float64Array): Uint32Array {
  let least = timesMs[0] ?? 0;
  let greatest = least;
  let areWhole = true;
  for (let i = 0; i < timesMs.length; i++) {
    const timeMs = timesMs[i] ?? 0;
    if (timeMs < least) least = timeMs;
    if (timeMs > greatest) greatest = timeMs;
    if (Math.floor(timeMs) !== timeMs) areWhole = false;
  }
  if (areWhole && greatest - least <= greatestKey) {
    const keys = new Uint32Array(timesMs.length);
    for (let i = 0; i < keys.length; i++) keys[i] = (timesMs[i] ?? 0) - least;
    return orderByWholeNumbers(keys);
  }
  return Uint32Array.from(timesMs.keys()).sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0) || a - b);
}
