import { inArena } from '../kernels/arena.ts';

/**
 * How long a stage would take when its tasks, in this order, went to the first free of `slots` (list scheduling, as Spark's
 * task scheduler does when locality plays no part). Cost: n log slots.
 *
 * @param durationsMs launch to finish of each task, in launch order
 */
export function replayMs(durationsMs: Float64Array, slots: number): number {
  const usedSlots = Math.max(1, Math.min(slots, durationsMs.length));
  return inArena((arena) => {
    const durations = arena.placeOf(durationsMs);
    return arena.kernels.replay(durations, durationsMs.length, arena.place(usedSlots * 8), usedSlots);
  });
}
