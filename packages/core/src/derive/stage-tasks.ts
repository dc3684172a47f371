import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { TaskColumn } from '../model/task-table.ts';
import { blockRows } from '../util/column.ts';

const success = taskEndReasons.indexOf('Success');

/** The successful tasks of each stage attempt: row numbers of the task table, grouped by a counting sort. */
export class StageTasks {
  readonly #model: ApplicationModel;
  readonly #starts: Int32Array;
  readonly #rows: Int32Array;

  constructor(model: ApplicationModel) {
    this.#model = model;
    const { columns, rowCount } = model.tasks;
    const stageOfRow = new Int32Array(rowCount).fill(-1);
    const starts = new Int32Array(model.stageAttempts.length + 1);
    const stage = new Float64Array(blockRows);
    const reason = new Float64Array(blockRows);
    for (let block = 0; block < columns.stageAttempt.blockCount; block++) {
      const count = columns.stageAttempt.readBlock(block, stage);
      columns.reason.readBlock(block, reason);
      for (let i = 0; i < count; i++) {
        if (reason[i] !== success) continue;
        const index = stage[i] ?? 0;
        stageOfRow[block * blockRows + i] = index;
        starts[index + 1] = (starts[index + 1] ?? 0) + 1;
      }
    }
    for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0);
    const rows = new Int32Array(starts.at(-1) ?? 0);
    const next = starts.slice();
    stageOfRow.forEach((index, row) => {
      if (index < 0) return;
      rows[next[index] ?? 0] = row;
      next[index] = (next[index] ?? 0) + 1;
    });
    this.#starts = starts;
    this.#rows = rows;
  }

  /** Rows of the successful tasks of a stage attempt, in the order in which they ended. */
  rowsOf(stageAttempt: number): Int32Array {
    return this.#rows.subarray(this.#starts[stageAttempt] ?? 0, this.#starts[stageAttempt + 1] ?? 0);
  }

  /** One column of those tasks. */
  valuesOf(stageAttempt: number, column: TaskColumn): Float64Array {
    const rows = this.rowsOf(stageAttempt);
    const values = new Float64Array(rows.length);
    const source = this.#model.tasks.columns[column];
    for (let task = 0; task < rows.length; task++) values[task] = source.at(rows[task] ?? 0);
    return values;
  }

  /** Launch to finish of those tasks, in milliseconds. */
  durationsOf(stageAttempt: number): Float64Array {
    const durations = this.valuesOf(stageAttempt, 'finishMs');
    const launches = this.valuesOf(stageAttempt, 'launchMs');
    for (let task = 0; task < durations.length; task++)
      durations[task] = (durations[task] ?? 0) - (launches[task] ?? 0);
    return durations;
  }

  /** Bytes that each of those tasks read, from storage and from shuffles. */
  bytesReadOf(stageAttempt: number): Float64Array {
    const bytes = this.valuesOf(stageAttempt, 'inputBytes');
    for (const column of ['shuffleLocalBytesRead', 'shuffleRemoteBytesRead'] as const) {
      const more = this.valuesOf(stageAttempt, column);
      for (let task = 0; task < bytes.length; task++) bytes[task] = (bytes[task] ?? 0) + (more[task] ?? 0);
    }
    return bytes;
  }
}
