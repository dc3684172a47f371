import type { ApplicationModel } from '../src/model/application-model.ts';
import { taskColumns } from '../src/model/task-table.ts';
import { blockRows, type Column } from '../src/util/column.ts';

/** Everything that a model holds, small enough to compare and to print: each column of tasks is one order-sensitive number. */
export function digestModel(model: ApplicationModel) {
  const { tasks, ...others } = model;
  return {
    ...others,
    tasks: {
      rows: tasks.rowCount,
      columns: Object.fromEntries(taskColumns.map((name) => [name, digestColumn(tasks.columns[name])])),
      executors: tasks.executors.values,
      hosts: tasks.hosts.values,
      localities: tasks.localities.values,
      failures: tasks.failures.values,
    },
  };
}

/** FNV-1a over the bits of all values, so that -0 and 0, and all NaN, are told apart. */
function digestColumn(column: Column): number {
  const values = new Float64Array(blockRows);
  const words = new Uint32Array(values.buffer);
  let hash = 0x811c9dc5;
  for (let block = 0; block < column.blockCount; block++) {
    const wordCount = column.readBlock(block, values) * 2;
    for (let i = 0; i < wordCount; i++) hash = Math.imul(hash ^ (words[i] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
