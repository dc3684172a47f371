import { at, codeAt } from './columns';

/** Writes the value of each of `count` rows, where `values` stands for the rows from `firstRow` on. */
export function gather(values: usize, firstRow: u32, rows: usize, count: u32, into: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const row = load<u32>(rows + ((<usize>i) << 2));
    store<f64>(into + ((<usize>i) << 3), at(values, row - firstRow));
  }
}

export function leastRow(rows: usize, count: u32): u32 {
  let least: u32 = u32.MAX_VALUE;
  for (let i: u32 = 0; i < count; i++) least = min(least, load<u32>(rows + ((<usize>i) << 2)));
  return least;
}

export function greatestRow(rows: usize, count: u32): u32 {
  let greatest: u32 = 0;
  for (let i: u32 = 0; i < count; i++) greatest = max(greatest, load<u32>(rows + ((<usize>i) << 2)));
  return greatest;
}

/**
 * Writes the places of `count` codes grouped by code, rising within a group. `starts` has two entries more than there are codes, all 0 at first;
 * the group of a code then stands from its entry to the next.
 */
export function groupByCode(codes: usize, count: u32, codeCount: u32, starts: usize, places: usize): void {
  // Counted two places ahead: after the next loop, an entry says where its group begins, and after the last one where it ends.
  for (let i: u32 = 0; i < count; i++) {
    const counter = starts + ((<usize>(codeAt(codes, i) + 2)) << 2);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  for (let code: u32 = 1; code <= codeCount; code++) {
    const entry = starts + ((<usize>code) << 2);
    store<u32>(entry, load<u32>(entry) + load<u32>(entry - 4));
  }
  for (let i: u32 = 0; i < count; i++) {
    const next = starts + ((<usize>(codeAt(codes, i) + 1)) << 2);
    const place = load<u32>(next);
    store<u32>(next, place + 1);
    store<u32>(places + ((<usize>place) << 2), i);
  }
}
