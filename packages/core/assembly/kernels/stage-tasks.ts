import { at, codeAt, column } from './columns';
import { sortPairs } from './radix-sort';

/** Adds the successful tasks of a block to the counts of their stage attempts. Columns: stage attempt, reason. */
export function countByStage(columns: usize, count: u32, success: u32, counts: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    if (codeAt(column(columns, 1), row) != success) continue;
    const counter = counts + ((<usize>codeAt(column(columns, 0), row)) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
}

/**
 * Writes row number and duration of each successful task of a block to the next place of its stage attempt. Columns: stage attempt,
 * reason, launch, finish. Returns false when a duration is no whole number of 32 bits; the rows are right nevertheless.
 */
export function dealOut(
  columns: usize,
  count: u32,
  firstRow: u32,
  success: u32,
  next: usize,
  rows: usize,
  durations: usize,
): bool {
  let isExact = true;
  for (let row: u32 = 0; row < count; row++) {
    if (codeAt(column(columns, 1), row) != success) continue;
    const durationMs = at(column(columns, 3), row) - at(column(columns, 2), row);
    const nextPlace = next + ((<usize>codeAt(column(columns, 0), row)) << 2);
    const place = load<u32>(nextPlace);
    store<u32>(nextPlace, place + 1);
    const duration = <u32>durationMs;
    if (<f64>duration != durationMs) isExact = false;
    store<u32>(rows + ((<usize>place) << 2), firstRow + row);
    store<u32>(durations + ((<usize>place) << 2), duration);
  }
  return isExact;
}

/** Sorts the tasks of each stage attempt by duration; `starts` has one entry more than there are stage attempts. */
export function sortStages(
  stages: u32,
  starts: usize,
  rows: usize,
  durations: usize,
  spareRows: usize,
  spareDurations: usize,
): void {
  for (let stage: usize = 0; stage < <usize>stages; stage++) {
    const from = load<u32>(starts + (stage << 2));
    const count = load<u32>(starts + (stage << 2), 4) - from;
    const offset = (<usize>from) << 2;
    sortPairs(durations + offset, rows + offset, spareDurations, spareRows, count);
  }
}
