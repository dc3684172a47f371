import { inArena } from './arena.ts';

/** The places of times in rising order; equal times keep their order. Linear where they are whole milliseconds of 49 days. */
export function orderOfTimes(timesMs: Float64Array): Uint32Array {
  const count = timesMs.length;
  const order = inArena((arena) => {
    const times = arena.placeOf(timesMs);
    const [keys, places, spareKeys, sparePlaces] = [0, 0, 0, 0].map(() => arena.scratch(count * 4)) as Four;
    if (arena.kernels.timesToKeys(times, count, keys, places) === 0) return undefined;
    arena.kernels.sortPairs(keys, places, spareKeys, sparePlaces, count);
    return arena.uint32(places, count).slice();
  });
  return order ?? Uint32Array.from(timesMs.keys()).sort((a, b) => (timesMs[a] ?? 0) - (timesMs[b] ?? 0) || a - b);
}

type Four = [number, number, number, number];
