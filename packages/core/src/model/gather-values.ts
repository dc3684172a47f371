import { inArena } from '../kernels/arena.ts';
import { blockRows } from '../util/column.ts';
import { unpackBlock } from './block-columns.ts';
import type { TaskColumn, TaskTable } from './task-table.ts';

/** Rows that lie further apart than this many times their number are looked up one by one. */
const mostRowsRead = 16;

/** The values of some rows, in the order of `rows`. All between the first and the last are unpacked, where these lie close together, as those of a stage do. */
export function gatherValues(tasks: TaskTable, name: TaskColumn, rows: Uint32Array): Float64Array {
  const count = rows.length;
  if (count === 0) return new Float64Array(0);
  return inArena((arena) => {
    const { kernels } = arena;
    const rowsAt = arena.placeOf(rows);
    const firstRow = kernels.leastRow(rowsAt, count) >>> 0;
    const endRow = (kernels.greatestRow(rowsAt, count) >>> 0) + 1;
    if (endRow - firstRow > mostRowsRead * count) return lookUp(tasks, name, rows);
    const values = arena.scratch((endRow - firstRow) * 8);
    const packed = arena.scratch(blockRows * 8);
    for (let row = firstRow; row < endRow;) {
      const block = Math.floor(row / blockRows);
      const from = row - block * blockRows;
      const to = Math.min(blockRows, endRow - block * blockRows);
      unpackBlock(arena, tasks.columns[name], block, packed, values + (row - firstRow) * 8, from, to);
      row += to - from;
    }
    const gathered = arena.scratch(count * 8);
    kernels.gather(values, firstRow, rowsAt, count, gathered);
    return arena.float64(gathered, count).slice();
  });
}

function lookUp(tasks: TaskTable, name: TaskColumn, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  const source = tasks.columns[name];
  for (let task = 0; task < rows.length; task++) values[task] = source.at(rows[task] ?? 0);
  return values;
}
