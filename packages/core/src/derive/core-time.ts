import { taskEndReasons } from '../events/task.ts';
import { inArena, type Arena } from '../kernels/arena.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { BlockColumns } from '../model/block-columns.ts';
import { blockRows } from '../util/column.ts';
import { finishSpread, spreadEdges } from '../util/even-spread.ts';
import { IdSet } from '../util/id-set.ts';
import { roundToSum } from '../util/largest-remainder.ts';
import { activityBucketMs } from './activity.ts';
import { busyLabels, wallClockLabels, type CoreTimeLabel } from './labels.ts';
import type { WallClock } from './wall-clock.ts';

const success = taskEndReasons.indexOf('Success');

/** In the order in which the kernel wants them. */
const neededColumns = [
  'launchMs',
  'finishMs',
  'reason',
  'executorDeserializeMs',
  'executorRunMs',
  'executorCpuNs',
  'jvmGcMs',
  'resultSerializationMs',
  'shuffleFetchWaitMs',
  'shuffleWriteNs',
] as const;

/** What the tasks of a run did with their time. */
export interface TaskTimeParts {
  /** By `busyLabels`; milliseconds. */
  readonly ms: Float64Array;
  /** Scheduler delays in slot-milliseconds per bucket of the activity. The log has only their sum: it counts at the end of the task. */
  readonly delaySlotMs: Float64Array;
}

/**
 * duration = deserialise + run + result serialisation + result fetch + scheduler delay, as the Spark UI has it; run = CPU + GC +
 * fetch wait + shuffle write + the rest, mostly I/O. Clocks differ in resolution, so each part takes at most what is left.
 */
export function splitTaskTime(model: ApplicationModel): TaskTimeParts {
  return inArena((arena) => {
    const runMs = model.application.durationMs;
    const bucketMs = activityBucketMs(runMs);
    const buckets = Math.ceil(runMs / bucketMs);
    const sums = arena.place(busyLabels.length * 8);
    const delays = arena.place(2 * spreadEdges(buckets) * 8);
    const lost = new LostTasks(arena, model);
    const columns = new BlockColumns(arena, model.tasks, neededColumns);
    columns.forEach((count, firstRow) => {
      lost.mark(firstRow);
      arena.kernels.splitTaskTime(
        columns.address,
        count,
        success,
        runMs,
        lost.address,
        sums,
        delays,
        buckets,
        bucketMs,
      );
    });
    const edges = arena.float64(delays, 2 * spreadEdges(buckets));
    return {
      ms: arena.float64(sums, busyLabels.length).slice(),
      delaySlotMs: finishSpread(edges.subarray(0, spreadEdges(buckets)), edges.subarray(spreadEdges(buckets))),
    };
  });
}

/** A byte per row of a block: whether the result of the task was lost and made again. */
class LostTasks {
  readonly address: number;
  readonly #arena: Arena;
  readonly #model: ApplicationModel;
  readonly #ids = new IdSet();

  constructor(arena: Arena, model: ApplicationModel) {
    this.#arena = arena;
    this.#model = model;
    this.address = arena.place(blockRows);
    for (const { taskId } of model.resubmissions) this.#ids.add(taskId);
  }

  mark(firstRow: number): void {
    if (this.#model.resubmissions.length === 0) return;
    const marks = this.#arena.bytes(this.address, blockRows);
    const { taskId } = this.#model.tasks.columns;
    for (let i = 0; i < blockRows; i++) marks[i] = this.#ids.has(taskId.at(firstRow + i)) ? 1 : 0;
  }
}

/**
 * The core-time ledger: all slot-milliseconds that live executors offered, split into what tasks did with them and idle time
 * by wall-clock label. Whole numbers that sum exactly to the offer.
 */
export function computeCoreTime(
  { ms: partsMs }: TaskTimeParts,
  wallClock: WallClock,
): { label: CoreTimeLabel; ms: number }[] {
  // Task time exceeds busy slots by the moments in which Spark had reused a slot before noting the previous end;
  // the parts are scaled to the slots.
  const rounded = roundToSum([...partsMs], wallClock.busySlotMs);
  const busy = busyLabels.map((label, index) => ({ label: label, ms: rounded[index] ?? 0 }));
  const idle = wallClockLabels.map((label) => ({ label: `idle:${label}` as const, ms: wallClock.idleSlotMs[label] }));
  return [...busy, ...idle];
}
