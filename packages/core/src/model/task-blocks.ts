import { taskEndReasons } from '../events/task.ts';
import { blockRows } from '../util/column.ts';
import type { TaskColumn, TaskTable } from './task-table.ts';

/**
 * Walks over all task runs, some columns of one block at a time: the way to pass over the table without a step per value.
 * The arrays are reused from block to block.
 *
 * @param visit gets the columns, how many of their rows count, and the row number of the first
 * @param isWanted whether a block is to be visited at all
 */
export function forEachTaskBlock<Name extends TaskColumn>(
  tasks: TaskTable,
  names: readonly Name[],
  visit: (block: Readonly<Record<Name, Float64Array>>, count: number, firstRow: number) => void,
  isWanted: (blockIndex: number) => boolean = () => true,
): void {
  const block = Object.fromEntries(names.map((name) => [name, new Float64Array(blockRows)])) as Record<
    Name,
    Float64Array
  >;
  for (let firstRow = 0; firstRow < tasks.rowCount; firstRow += blockRows) {
    if (!isWanted(firstRow / blockRows)) continue;
    let count = 0;
    for (const name of names) count = tasks.columns[name].readBlock(firstRow / blockRows, block[name]);
    visit(block, count, firstRow);
  }
}

const success = taskEndReasons.indexOf('Success');

/** Whether a task of this block may have ended in another way than well: false where the columns say that none did. */
export function mayHoldFailures({ columns }: TaskTable, blockIndex: number): boolean {
  return columns.reason.constantOf(blockIndex) !== success || columns.failure.constantOf(blockIndex) !== 0;
}
