import { taskEndReasons } from '../events/task.ts';
import { inArena } from '../kernels/arena.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { BlockColumns } from '../model/block-columns.ts';
import { gatherValues } from '../model/gather-values.ts';
import type { TaskColumn } from '../model/task-table.ts';

const success = taskEndReasons.indexOf('Success');

/** Whole milliseconds; 64 bits only where a log has a task of more than 49 days, or one that ends before it starts. */
export type Durations = Uint32Array | Float64Array;

/**
 * The successful tasks of each stage attempt, the shortest first: row numbers of the task table and durations. Tasks are dealt
 * out to their stages and then sorted stage by stage, both linearly and within the processor's caches. Keeps 8 bytes a task.
 */
export class StageTasks {
  readonly #model: ApplicationModel;
  /** Where each stage attempt begins in the two arrays below. */
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #durationsMs: Durations;

  constructor(model: ApplicationModel) {
    this.#model = model;
    const { starts, rows, durationsMs } = sortTasks(model);
    this.#starts = starts;
    this.#rows = rows;
    this.#durationsMs = durationsMs ?? this.#sortExactly();
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
    return gatherValues(this.#model.tasks, column, this.rowsOf(stageAttempt));
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

interface SortedTasks {
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  /** Nothing when one of them is no whole number of 32 bits: then the rows are in the order of the table. */
  readonly durationsMs: Uint32Array | undefined;
}

/** Counts, deals out and sorts: twice over the table, then stage by stage. */
function sortTasks(model: ApplicationModel): SortedTasks {
  return inArena((arena) => {
    const { kernels } = arena;
    const stages = model.stageAttempts.length;
    const counts = arena.place(stages * 4);
    const counted = new BlockColumns(arena, model.tasks, ['stageAttempt', 'reason']);
    counted.forEach((count) => {
      kernels.countByStage(counted.address, count, success, counts);
    });
    const columns = new BlockColumns(arena, model.tasks, ['stageAttempt', 'reason', 'launchMs', 'finishMs']);
    const starts = new Uint32Array(stages + 1);
    const mostTasks = sumUp(arena.uint32(counts, stages), starts);
    const total = starts[stages] ?? 0;
    const startsAt = arena.placeOf(starts);
    const next = arena.placeOf(starts);
    const [rows, durations] = [arena.scratch(total * 4), arena.scratch(total * 4)];
    let inexactBlocks = 0;
    columns.forEach((count, firstRow) => {
      const { address } = columns;
      inexactBlocks += 1 - kernels.dealOut(address, count, firstRow, success, next, rows, durations);
    });
    const isExact = inexactBlocks === 0;
    if (isExact) {
      const [spareRows, spareDurations] = [arena.scratch(mostTasks * 4), arena.scratch(mostTasks * 4)];
      kernels.sortStages(stages, startsAt, rows, durations, spareRows, spareDurations);
    }
    return {
      starts,
      rows: arena.uint32(rows, total).slice(),
      durationsMs: isExact ? arena.uint32(durations, total).slice() : undefined,
    };
  });
}

/** Writes where each stage attempt begins when its tasks stand behind those of the ones before; returns the greatest count. */
function sumUp(counts: Uint32Array, starts: Uint32Array): number {
  let most = 0;
  counts.forEach((count, stage) => {
    starts[stage + 1] = (starts[stage] ?? 0) + count;
    most = Math.max(most, count);
  });
  return most;
}
