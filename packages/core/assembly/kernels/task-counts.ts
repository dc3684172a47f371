import { at, codeAt, column } from './columns';

/**
 * Counts the successful tasks of a block by stage attempt, and those of them that ended after it. Columns: stage attempt, reason, finish.
 *
 * @param stageEndMs per stage attempt
 */
export function countSuccesses(
  columns: usize,
  count: u32,
  success: u32,
  stageEndMs: usize,
  successes: usize,
  late: usize,
): void {
  for (let row: u32 = 0; row < count; row++) {
    if (codeAt(column(columns, 1), row) != success) continue;
    const stage = <usize>codeAt(column(columns, 0), row);
    addOne(successes + (stage << 2));
    if (at(column(columns, 2), row) > load<f64>(stageEndMs + (stage << 3))) addOne(late + (stage << 2));
  }
}

// @ts-ignore: decorator
@inline
function addOne(counter: usize): void {
  store<u32>(counter, load<u32>(counter) + 1);
}

/** Counts the tasks of a block by executor, with the latest finish and the greatest heap of each. Columns: executor, finish, heap. */
export function addToExecutors(columns: usize, count: u32, tasks: usize, lastFinishMs: usize, peakHeap: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const executor = <usize>codeAt(column(columns, 0), row);
    addOne(tasks + (executor << 2));
    raise(lastFinishMs + (executor << 3), at(column(columns, 1), row));
    raise(peakHeap + (executor << 3), at(column(columns, 2), row));
  }
}

// @ts-ignore: decorator
@inline
function raise(greatest: usize, value: f64): void {
  if (value > load<f64>(greatest)) store<f64>(greatest, value);
}

/** Lowers the first of two numbers to the least value, and raises the second one to the greatest. */
export function widenRange(values: usize, count: u32, range: usize): void {
  let least = load<f64>(range);
  let greatest = load<f64>(range, 8);
  for (let row: u32 = 0; row < count; row++) {
    const value = at(values, row);
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  store<f64>(range, least);
  store<f64>(range, greatest, 8);
}
