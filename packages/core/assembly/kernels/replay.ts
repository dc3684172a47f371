import { at } from './columns';

/**
 * When the last task ends, if each of `count` durations in turn goes to the first slot that is free. `free` holds a number of 64 bits per
 * slot, all 0 at first: a heap of the times at which they become free.
 */
export function replay(durations: usize, count: u32, free: usize, slots: u32): f64 {
  let end: f64 = 0;
  for (let task: u32 = 0; task < count; task++) {
    const finish = at(free, 0) + at(durations, task);
    if (finish > end) end = finish;
    replaceLeast(free, slots, finish);
  }
  return end;
}

// @ts-ignore: decorator
@inline
function replaceLeast(heap: usize, size: u32, value: f64): void {
  let place: u32 = 0;
  while (true) {
    let child: u32 = 2 * place + 1;
    if (child >= size) break;
    if (child + 1 < size && at(heap, child + 1) < at(heap, child)) child++;
    const least = at(heap, child);
    if (least >= value) break;
    store<f64>(heap + ((<usize>place) << 3), least);
    place = child;
  }
  store<f64>(heap + ((<usize>place) << 3), value);
}
