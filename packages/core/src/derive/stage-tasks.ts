import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskColumn } from '../model/task-table.ts';
import { orderByWholeNumbers } from '../util/radix-sort.ts';

const success = taskEndReasons.indexOf('Success');
const greatestKey = 2 ** 32 - 1;

/**
 * The successful tasks of each stage attempt, the shortest first: row numbers of the task table and durations. Built by linear
 * sorts, by duration and then by stage.
 */
export class StageTasks {
  readonly #model: ApplicationModel;
  /** Where each stage attempt begins in the two arrays below. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #durationsMs: Float64Array;

  constructor(model: ApplicationModel) {
    this.#model = model;
    const { rowCount } = model.tasks;
    const rows = new Uint32Array(rowCount);
    const stageOf = new Uint32Array(rowCount);
    const durationsMs = new Float64Array(rowCount);
    const keys = new Uint32Array(rowCount);
    const starts = new Uint32Array(model.stageAttempts.length + 1);
    let found = 0;
    forEachTaskBlock(model.tasks, ['stageAttempt', 'reason', 'launchMs', 'finishMs'], (block, count, firstRow) => {
      const { stageAttempt, reason, launchMs, finishMs } = block;
      for (let i = 0; i < count; i++) {
        if (reason[i] !== success) continue;
        const durationMs = (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
        const stage = stageAttempt[i] ?? 0;
        rows[found] = firstRow + i;
        stageOf[found] = stage;
        durationsMs[found] = durationMs;
        // A task of more than 49 days stands among its like in the order of the log.
        keys[found] = Math.min(Math.max(durationMs, 0), greatestKey);
        starts[stage + 1] = (starts[stage + 1] ?? 0) + 1;
        found++;
      }
    });
    for (let stage = 1; stage < starts.length; stage++) {
      starts[stage] = (starts[stage] ?? 0) + (starts[stage - 1] ?? 0);
    }
    this.#starts = starts;
    this.#rows = new Uint32Array(found);
    this.#durationsMs = new Float64Array(found);
    const next = starts.slice();
    const order = orderByWholeNumbers(keys.subarray(0, found));
    for (let i = 0; i < found; i++) {
      const place = order[i] ?? 0;
      const stage = stageOf[place] ?? 0;
      const at = next[stage] ?? 0;
      next[stage] = at + 1;
      this.#rows[at] = rows[place] ?? 0;
      this.#durationsMs[at] = durationsMs[place] ?? 0;
    }
  }

  /** Rows of the successful tasks of a stage attempt, the shortest task first. A view: not to be changed. */
  rowsOf(stageAttempt: number): Uint32Array {
    return this.#rows.subarray(this.#starts[stageAttempt] ?? 0, this.#starts[stageAttempt + 1] ?? 0);
  }

  /** Launch to finish of those tasks in milliseconds, rising. A view: not to be changed. */
  durationsOf(stageAttempt: number): Float64Array {
    return this.#durationsMs.subarray(this.#starts[stageAttempt] ?? 0, this.#starts[stageAttempt + 1] ?? 0);
  }

  /** One column of those tasks. */
  valuesOf(stageAttempt: number, column: TaskColumn): Float64Array {
    const rows = this.rowsOf(stageAttempt);
    const values = new Float64Array(rows.length);
    const source = this.#model.tasks.columns[column];
    for (let task = 0; task < rows.length; task++) values[task] = source.at(rows[task] ?? 0);
    return values;
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
