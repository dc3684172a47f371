import { inArena } from '../kernels/arena.ts';
import { blockRows } from '../util/column.ts';
import { unpackBlock } from './block-columns.ts';
import type { TaskColumn, TaskTable } from './task-table.ts';

/** Rows that lie further apart than this many times their number are looked up one by one. */
const mostRowsRead = 16;

/** The values of some rows, in the order of `rows`. Whole blocks are unpacked where the rows lie close together, as those of a large stage do. */
export function gatherValues(tasks: TaskTable, name: TaskColumn, rows: Uint32Array): Float64Array {
  const count = rows.length;
  if (count === 0) return new Float64Array(0);
  return inArena((arena) => {
    const { kernels } = arena;
    const rowsAt = arena.placeOf(rows);
    const firstBlock = Math.floor((kernels.leastRow(rowsAt, count) >>> 0) / blockRows);
    const lastBlock = Math.floor((kernels.greatestRow(rowsAt, count) >>> 0) / blockRows);
    const rowsRead = (lastBlock + 1 - firstBlock) * blockRows;
    if (rowsRead > mostRowsRead * count) return lookUp(tasks, name, rows);
    const values = arena.place(rowsRead * 8);
    const packed = arena.place(blockRows * 8);
    for (let block = firstBlock; block <= lastBlock; block++) {
      unpackBlock(arena, tasks.columns[name], block, packed, values + (block - firstBlock) * blockRows * 8);
    }
    const gathered = arena.place(count * 8);
    kernels.gather(values, firstBlock * blockRows, rowsAt, count, gathered);
    return arena.float64(gathered, count).slice();
  });
}

function lookUp(tasks: TaskTable, name: TaskColumn, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  const source = tasks.columns[name];
  for (let task = 0; task < rows.length; task++) values[task] = source.at(rows[task] ?? 0);
  return values;
}
