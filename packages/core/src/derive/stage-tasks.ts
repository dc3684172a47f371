import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskColumn } from '../model/task-table.ts';
import { orderByWholeNumbers } from '../util/radix-sort.ts';

const success = taskEndReasons.indexOf('Success');
const greatestKey = 2 ** 32 - 1;

/** Whole milliseconds; 64 bits only where a log has a task of more than 49 days, or one that ends before it starts. */
export type Durations = Uint32Array | Float64Array;

/**
 * The successful tasks of each stage attempt, the shortest first: row numbers of the task table and durations. Built by linear
 * sorts, by duration and then by stage; keeps 8 bytes a task, and takes 12 more while it is built.
 */
export class StageTasks {
  readonly #model: ApplicationModel;
  /** Where each stage attempt begins in the two arrays below. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #durationsMs: Durations;

  constructor(model: ApplicationModel) {
    this.#model = model;
    const { stageAttempts } = model;
    const { stageOf, keys, isExact } = readKeys(model);
    const starts = new Uint32Array(stageAttempts.length + 2);
    for (const stage of stageOf) starts[stage + 1] = (starts[stage + 1] ?? 0) + 1;
    for (let stage = 1; stage < starts.length; stage++) {
      starts[stage] = (starts[stage] ?? 0) + (starts[stage - 1] ?? 0);
    }
    this.#starts = starts.slice();
    this.#rows = new Uint32Array(starts[stageAttempts.length] ?? 0);
    const order = orderByWholeNumbers(keys);
    for (let i = 0; i < order.length; i++) {
      const row = order[i] ?? 0;
      const stage = stageOf[row] ?? 0;
      if (stage === stageAttempts.length) continue;
      const at = starts[stage] ?? 0;
      starts[stage] = at + 1;
      this.#rows[at] = row;
    }
    if (isExact) this.#durationsMs = this.#rows.map((row) => keys[row] ?? 0);
    else this.#durationsMs = this.#sortExactly();
  }

  /** For the rare log whose durations are not all keys: puts the tasks of each stage in the exact order. */
  #sortExactly(): Float64Array {
    const { launchMs, finishMs } = this.#model.tasks.columns;
    const durationOf = (row: number) => finishMs.at(row) - launchMs.at(row);
    for (let stage = 0; stage < this.#model.stageAttempts.length; stage++) {
      this.rowsOf(stage).sort((a, b) => durationOf(a) - durationOf(b) || a - b);
    }
    return Float64Array.from(this.#rows, durationOf);
  }

  /** Rows of the successful tasks of a stage attempt, the shortest task first. A view: not to be changed. */
  rowsOf(stageAttempt: number): Uint32Array {
    return this.#rows.subarray(this.#starts[stageAttempt] ?? 0, this.#starts[stageAttempt + 1] ?? 0);
  }

  /** Launch to finish of those tasks in milliseconds, rising. A view: not to be changed. */
  durationsOf(stageAttempt: number): Durations {
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

/** Per row: its stage attempt (their number itself where it did not succeed), and its duration as a key to sort by. */
function readKeys(model: ApplicationModel): { stageOf: Uint32Array; keys: Uint32Array; isExact: boolean } {
  const stageOf = new Uint32Array(model.tasks.rowCount).fill(model.stageAttempts.length);
  const keys = new Uint32Array(model.tasks.rowCount);
  let isExact = true;
  forEachTaskBlock(model.tasks, ['stageAttempt', 'reason', 'launchMs', 'finishMs'], (block, count, firstRow) => {
    const { stageAttempt, reason, launchMs, finishMs } = block;
    for (let i = 0; i < count; i++) {
      if (reason[i] !== success) continue;
      const durationMs = (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
      const row = firstRow + i;
      stageOf[row] = stageAttempt[i] ?? 0;
      keys[row] = Math.min(Math.max(durationMs, 0), greatestKey);
      if (keys[row] !== durationMs) isExact = false;
    }
  });
  return { stageOf, keys, isExact };
}
