import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { blockRows } from '../util/column.ts';

const success = taskEndReasons.indexOf('Success');

const summedColumns = [
  'executorRunMs',
  'executorCpuNs',
  'executorDeserializeMs',
  'jvmGcMs',
  'memoryBytesSpilled',
  'diskBytesSpilled',
  'inputBytes',
  'inputRecords',
  'outputBytes',
  'shuffleFetchWaitMs',
  'shuffleRemoteBytesRead',
  'shuffleLocalBytesRead',
  'shuffleRecordsRead',
  'shuffleBytesWritten',
  'shuffleWriteNs',
] as const;
export type SummedColumn = (typeof summedColumns)[number];

/**
 * What the tasks of each stage attempt add up to, those that succeeded apart from the others: one pass over the tasks, on which
 * all sums of stages rest. A column that is zero throughout a block, as most are that a stage has no use for, costs nothing there.
 */
export class StageSums {
  /** Two places per stage attempt: others, then successes. */
  readonly #sums: Readonly<Record<SummedColumn, Float64Array>>;
  readonly #taskMs: Float64Array;
  readonly #ends: Float64Array;

  constructor(model: ApplicationModel) {
    const places = 2 * model.stageAttempts.length;
    const sums = Object.fromEntries(summedColumns.map((name) => [name, new Float64Array(places)])) as Record<
      SummedColumn,
      Float64Array
    >;
    const taskMs = new Float64Array(places);
    const ends = new Float64Array(model.stageAttempts.length * taskEndReasons.length);
    const { columns } = model.tasks;
    const placeOf = new Uint32Array(blockRows);
    const values = new Float64Array(blockRows);
    forEachTaskBlock(model.tasks, ['stageAttempt', 'reason', 'launchMs', 'finishMs'], (block, count, firstRow) => {
      const { stageAttempt, reason, launchMs, finishMs } = block;
      for (let i = 0; i < count; i++) {
        const stage = stageAttempt[i] ?? 0;
        const code = reason[i] ?? 0;
        const end = stage * taskEndReasons.length + code;
        ends[end] = (ends[end] ?? 0) + 1;
        const place = 2 * stage + (code === success ? 1 : 0);
        placeOf[i] = place;
        taskMs[place] = (taskMs[place] ?? 0) + (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
      }
      const blockIndex = firstRow / blockRows;
      for (const name of summedColumns) {
        if (columns[name].constantOf(blockIndex) === 0) continue;
        columns[name].readBlock(blockIndex, values);
        addUp(sums[name], placeOf, values, count);
      }
    });
    this.#sums = sums;
    this.#taskMs = taskMs;
    this.#ends = ends;
  }

  /** Runs of a stage attempt that ended so. */
  endsOf(stage: number, reasonCode: number): number {
    return this.#ends[stage * taskEndReasons.length + reasonCode] ?? 0;
  }

  /** Over all runs of a stage attempt. */
  sumOf(column: SummedColumn, stage: number): number {
    return (this.#sums[column][2 * stage] ?? 0) + (this.#sums[column][2 * stage + 1] ?? 0);
  }

  /** Over its successful runs. */
  successSumOf(column: SummedColumn, stage: number): number {
    return this.#sums[column][2 * stage + 1] ?? 0;
  }

  /** Launch to finish of all its runs. */
  taskMsOf(stage: number): number {
    return (this.#taskMs[2 * stage] ?? 0) + (this.#taskMs[2 * stage + 1] ?? 0);
  }

  /** Launch to finish of its successful runs. */
  successMsOf(stage: number): number {
    return this.#taskMs[2 * stage + 1] ?? 0;
  }
}

/**
 * Into a plain array of numbers: a field of an object per task would cost ten times as much. Neighbours are mostly of one stage,
 * so a sum is written when the place changes, and not waited for at every task.
 */
function addUp(sums: Float64Array, placeOf: Uint32Array, values: Float64Array, count: number): void {
  let place = placeOf[0] ?? 0;
  let sum = sums[place] ?? 0;
  for (let i = 0; i < count; i++) {
    const next = placeOf[i] ?? 0;
    if (next !== place) {
      sums[place] = sum;
      place = next;
      sum = sums[place] ?? 0;
    }
    sum += values[i] ?? 0;
  }
  sums[place] = sum;
}
