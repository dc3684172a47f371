import { taskEndReasons } from '../events/task.ts';
import { inArena } from '../kernels/arena.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { BlockColumns } from '../model/block-columns.ts';
import { blockRows } from '../util/column.ts';

const success = taskEndReasons.indexOf('Success');

/** In the order in which the kernel wants them. */
const neededColumns = ['stageAttempt', 'reason', 'launchMs', 'finishMs'] as const;

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
    const sumCount = 2 * model.stageAttempts.length;
    const endCount = model.stageAttempts.length * taskEndReasons.length;
    const { sums, taskMs, ends } = inArena((arena) => {
      const { kernels } = arena;
      const place = () => arena.place(sumCount * 8);
      const sumsAt = summedColumns.map((name) => ({ name, address: place() }));
      const taskMsAt = place();
      const endsAt = arena.place(endCount * 8);
      const placesAt = arena.place(blockRows * 4);
      const needed = new BlockColumns(arena, model.tasks, neededColumns);
      const summed = new BlockColumns(arena, model.tasks, summedColumns);
      needed.forEach((count, firstRow) => {
        kernels.placeTasks(needed.address, count, success, taskEndReasons.length, placesAt, taskMsAt, endsAt);
        const block = firstRow / blockRows;
        for (const { name, address } of sumsAt) {
          if (model.tasks.columns[name].constantOf(block) === 0) continue;
          kernels.addByPlace(summed.load(name, block), placesAt, count, address);
        }
      });
      const read = (address: number, length = sumCount) => arena.float64(address, length).slice();
      return {
        sums: Object.fromEntries(sumsAt.map(({ name, address }) => [name, read(address)])),
        taskMs: read(taskMsAt),
        ends: read(endsAt, endCount),
      };
    });
    this.#sums = sums as Record<SummedColumn, Float64Array>;
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
