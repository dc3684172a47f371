import { at, codeAt, column } from './columns';

/**
 * Writes for each task of a block its place among the sums (two per stage attempt: others, then successes), adds its time from launch
 * to finish there, and counts how it ended. Columns: stage attempt, reason, launch, finish.
 *
 * @param ends per stage attempt, `reasonCount` counts
 */
export function placeTasks(
  columns: usize,
  count: u32,
  success: u32,
  reasonCount: u32,
  places: usize,
  taskMs: usize,
  ends: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    const stage = codeAt(column(columns, 0), row);
    const reason = codeAt(column(columns, 1), row);
    const end = ends + ((<usize>(stage * reasonCount + reason)) << 3);
    store<f64>(end, load<f64>(end) + 1);
    const place = 2 * stage + <u32>(reason == success);
    store<u32>(places + ((<usize>row) << 2), place);
    const sum = taskMs + ((<usize>place) << 3);
    store<f64>(sum, load<f64>(sum) + at(column(columns, 3), row) - at(column(columns, 2), row));
  }
}

/** Adds each of `count` values to the sum at its place. Neighbours mostly share one: a sum is written when the place changes. */
export function addByPlace(values: usize, places: usize, count: u32, sums: usize): void {
  let place = load<u32>(places);
  let sum = load<f64>(sums + ((<usize>place) << 3));
  for (let row: u32 = 0; row < count; row++) {
    const next = load<u32>(places + ((<usize>row) << 2));
    if (next != place) {
      store<f64>(sums + ((<usize>place) << 3), sum);
      place = next;
      sum = load<f64>(sums + ((<usize>place) << 3));
    }
    sum += at(values, row);
  }
  store<f64>(sums + ((<usize>place) << 3), sum);
}
