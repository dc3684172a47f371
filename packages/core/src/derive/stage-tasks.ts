import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskColumn } from '../model/task-table.ts';
import { orderByWholeNumbers } from '../util/radix-sort.ts';

const success = taskEndReasons.indexOf('Success');

/** Whole milliseconds; 64 bits only where a log has a task of more than 49 days, or one that ends before it starts. */
export type Durations = Uint32Array | Float64Array;

/**
 * The successful tasks of each stage attempt, the shortest first: row numbers of the task table and durations. Tasks are dealt
 * out to their stages and then sorted stage by stage, both linearly and within the processor's caches; keeps 8 bytes a task, and
 * takes more only for the stage that is being sorted.
 */
export class StageTasks {
  readonly #model: ApplicationModel;
  /** Where each stage attempt begins in the two arrays below. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #durationsMs: Durations;

  constructor(model: ApplicationModel) {
    this.#model = model;
    const starts = countSuccesses(model);
    this.#starts = starts;
    this.#rows = new Uint32Array(starts[model.stageAttempts.length] ?? 0);
    const keys = new Uint32Array(this.#rows.length);
    const isExact = dealOut(model, starts.slice(), this.#rows, keys);
    if (isExact) {
      for (let stage = 0; stage < model.stageAttempts.length; stage++) {
        const [from, to] = [starts[stage], starts[stage + 1]];
        sortTogether(keys.subarray(from, to), this.#rows.subarray(from, to));
      }
      this.#durationsMs = keys;
    } else this.#durationsMs = this.#sortExactly();
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

/** Where the successful tasks of each stage attempt begin when they stand stage by stage; one more entry for their end. */
function countSuccesses(model: ApplicationModel): Uint32Array {
  const starts = new Uint32Array(model.stageAttempts.length + 1);
  forEachTaskBlock(model.tasks, ['stageAttempt', 'reason'], ({ stageAttempt, reason }, count) => {
    for (let i = 0; i < count; i++) {
      if (reason[i] !== success) continue;
      const after = (stageAttempt[i] ?? 0) + 1;
      starts[after] = (starts[after] ?? 0) + 1;
    }
  });
  for (let stage = 1; stage < starts.length; stage++) {
    starts[stage] = (starts[stage] ?? 0) + (starts[stage - 1] ?? 0);
  }
  return starts;
}

/**
 * Writes the row and the duration of each successful task to the next place of its stage.
 *
 * @returns false when a duration is none that a key can hold
 */
function dealOut(model: ApplicationModel, next: Uint32Array, rows: Uint32Array, keys: Uint32Array): boolean {
  let isExact = true;
  forEachTaskBlock(model.tasks, ['stageAttempt', 'reason', 'launchMs', 'finishMs'], (block, count, firstRow) => {
    const { stageAttempt, reason, launchMs, finishMs } = block;
    for (let i = 0; i < count; i++) {
      if (reason[i] !== success) continue;
      const durationMs = (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
      const stage = stageAttempt[i] ?? 0;
      const at = next[stage] ?? 0;
      next[stage] = at + 1;
      rows[at] = firstRow + i;
      keys[at] = durationMs;
      if (keys[at] !== durationMs) isExact = false;
    }
  });
  return isExact;
}

/** Sorts by the keys, and brings the rows into the same order; equal keys keep theirs. */
function sortTogether(keys: Uint32Array, rows: Uint32Array): void {
  if (keys.length < 2) return;
  const order = orderByWholeNumbers(keys);
  const unsortedKeys = keys.slice();
  const unsortedRows = rows.slice();
  for (let i = 0; i < order.length; i++) {
    const place = order[i] ?? 0;
    keys[i] = unsortedKeys[place] ?? 0;
    rows[i] = unsortedRows[place] ?? 0;
  }
}
