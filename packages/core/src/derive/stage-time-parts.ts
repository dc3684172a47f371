import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';

/** Where the time of a stage attempt's successful tasks went: sums in milliseconds, and what they moved. */
export interface StageTimeParts {
  readonly tasks: number;
  /** Launch to finish. */
  readonly taskMs: number;
  readonly runMs: number;
  readonly cpuMs: number;
  readonly gcMs: number;
  readonly fetchWaitMs: number;
  readonly shuffleWriteMs: number;
  readonly deserializeMs: number;
  readonly remoteBytesRead: number;
  readonly inputRecords: number;
  readonly shuffleRecordsRead: number;
}

/** Fetching overlaps with work as long as the network keeps up: below a tenth of task time there is little to win. */
export const fetchWaitRatioLimit = 0.1;

/** Whether a stage waited for shuffle data for a good part of its time. */
export function waitsForShuffle(parts: StageTimeParts | undefined): boolean {
  return parts !== undefined && parts.fetchWaitMs > 0 && parts.fetchWaitMs >= fetchWaitRatioLimit * parts.taskMs;
}

const success = taskEndReasons.indexOf('Success');

/** The columns that are summed, and by what their values become milliseconds (or stay counts). */
const summed = {
  executorRunMs: 1,
  executorCpuNs: 1e-6,
  jvmGcMs: 1,
  shuffleFetchWaitMs: 1,
  shuffleWriteNs: 1e-6,
  executorDeserializeMs: 1,
  shuffleRemoteBytesRead: 1,
  inputRecords: 1,
  shuffleRecordsRead: 1,
} as const;
type Summed = keyof typeof summed;
const summedColumns = Object.keys(summed) as Summed[];

/** One entry per `model.stageAttempts`. One pass over the tasks that adds into arrays of numbers. */
export function computeStageTimeParts(model: ApplicationModel): StageTimeParts[] {
  const count = model.stageAttempts.length;
  const tasks = new Float64Array(count);
  const taskMs = new Float64Array(count);
  const sums = Object.fromEntries(summedColumns.map((name) => [name, new Float64Array(count)])) as Record<
    Summed,
    Float64Array
  >;
  const needed = ['stageAttempt', 'reason', 'launchMs', 'finishMs', ...summedColumns] as const;
  forEachTaskBlock(model.tasks, needed, (block, rows) => {
    const { stageAttempt, reason, launchMs, finishMs } = block;
    for (let i = 0; i < rows; i++) {
      if (reason[i] !== success) continue;
      const stage = stageAttempt[i] ?? 0;
      tasks[stage] = (tasks[stage] ?? 0) + 1;
      taskMs[stage] = (taskMs[stage] ?? 0) + Math.max(0, (finishMs[i] ?? 0) - (launchMs[i] ?? 0));
    }
    for (const name of summedColumns) addSuccesses(sums[name], stageAttempt, reason, block[name], rows);
  });
  return model.stageAttempts.map((_, stage) => {
    const of = (name: Summed) => (sums[name][stage] ?? 0) * summed[name];
    return {
      tasks: tasks[stage] ?? 0,
      taskMs: taskMs[stage] ?? 0,
      runMs: of('executorRunMs'),
      cpuMs: of('executorCpuNs'),
      gcMs: of('jvmGcMs'),
      fetchWaitMs: of('shuffleFetchWaitMs'),
      shuffleWriteMs: of('shuffleWriteNs'),
      deserializeMs: of('executorDeserializeMs'),
      remoteBytesRead: of('shuffleRemoteBytesRead'),
      inputRecords: of('inputRecords'),
      shuffleRecordsRead: of('shuffleRecordsRead'),
    };
  });
}

function addSuccesses(
  sums: Float64Array,
  stageOf: Float64Array,
  reason: Float64Array,
  values: Float64Array,
  rows: number,
): void {
  for (let i = 0; i < rows; i++) {
    if (reason[i] !== success) continue;
    const stage = stageOf[i] ?? 0;
    sums[stage] = (sums[stage] ?? 0) + (values[i] ?? 0);
  }
}
