import { orderByWholeNumbers } from '../util/radix-sort.ts';

const greatestKey = 2 ** 32 - 1;

/** The places of times (whole milliseconds from 0 on) in rising order; equal times keep their order. */
export function orderOfTimes(timesMs: Float64Array): Uint32Array {
  let greatestMs = 0;
  for (const timeMs of timesMs) if (timeMs > greatestMs) greatestMs = timeMs;
  if (greatestMs <= greatestKey) return orderByWholeNumbers(Uint32Array.from(timesMs));
  // A run of more than 49 days.
  return Uint32Array.from(timesMs.keys()).sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0) || a - b);
}
