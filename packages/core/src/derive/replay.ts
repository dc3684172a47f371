/**
 * How long a stage would take when its tasks, in this order, went to the first free of `slots` (list scheduling, as Spark's
 * task scheduler does when locality plays no part). Cost: n log slots.
 *
 * @param durationsMs launch to finish of each task, in launch order
 */
export function replayMs(durationsMs: Float64Array, slots: number): number {
  // A binary heap of the times at which slots become free.
  const free = new Float64Array(Math.max(1, Math.min(slots, durationsMs.length)));
  let endMs = 0;
  for (const durationMs of durationsMs) {
    const finishMs = (free[0] ?? 0) + durationMs;
    if (finishMs > endMs) endMs = finishMs;
    replaceLeast(free, finishMs);
  }
  return endMs;
}

function replaceLeast(heap: Float64Array, value: number): void {
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child++;
    const least = heap[child] ?? 0;
    if (least >= value) break;
    heap[at] = least;
    at = child;
  }
  heap[at] = value;
}
