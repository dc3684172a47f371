import { taskEndReasons, type TaskEndReason } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { quantilesOfSorted, type Quantiles } from '../util/quantiles.ts';
import type { StageTasks } from './stage-tasks.ts';

/** What the tasks of one stage attempt did. Sums are over all its runs, quantiles over the successful ones. */
export interface StageStats {
  tasks: number;
  succeeded: number;
  failed: number;
  killed: number;
  unfinished: number;
  taskMs: number;
  /** Launch to finish of successful tasks; absent when none succeeded. */
  durationMs: Quantiles | undefined;
  inputBytes: number;
  outputBytes: number;
  shuffleReadBytes: number;
  shuffleWriteBytes: number;
  memorySpilledBytes: number;
  diskSpilledBytes: number;
  gcMs: number;
}

/** Fields that are sums over columns of the task table. */
const summedColumns = {
  inputBytes: ['inputBytes'],
  outputBytes: ['outputBytes'],
  shuffleReadBytes: ['shuffleRemoteBytesRead', 'shuffleLocalBytesRead'],
  shuffleWriteBytes: ['shuffleBytesWritten'],
  memorySpilledBytes: ['memoryBytesSpilled'],
  diskSpilledBytes: ['diskBytesSpilled'],
  gcMs: ['jvmGcMs'],
} as const;
type SummedField = keyof typeof summedColumns;
type SummedColumn = (typeof summedColumns)[SummedField][number];
const summedFields = Object.keys(summedColumns) as SummedField[];
const allSummed: readonly SummedColumn[] = Object.values(summedColumns).flat();
const neededColumns = ['stageAttempt', 'reason', 'launchMs', 'finishMs'] as const;

/** One entry per `model.stageAttempts`, in the same order. */
export function computeStageStats(model: ApplicationModel, stageTasks: StageTasks): StageStats[] {
  const stats = model.stageAttempts.map(newStats);
  sumColumns(model, stats);
  stats.forEach((entry, stage) => {
    entry.tasks = entry.succeeded + entry.killed + entry.failed;
    const durations = stageTasks.durationsOf(stage);
    if (durations.length > 0) entry.durationMs = quantilesOfSorted(durations);
  });
  return stats;
}

/**
 * One pass over the tasks. Sums into plain arrays of numbers, one per column: a field of an object per task would cost ten
 * times as much.
 */
function sumColumns(model: ApplicationModel, stats: StageStats[]): void {
  const newSums = () => new Float64Array(stats.length);
  const sums = Object.fromEntries(allSummed.map((column) => [column, newSums()])) as Record<SummedColumn, Float64Array>;
  const taskMs = newSums();
  const ends = new Float64Array(stats.length * taskEndReasons.length);
  forEachTaskBlock(model.tasks, [...allSummed, ...neededColumns], (block, count) => {
    const { stageAttempt, reason, launchMs, finishMs } = block;
    for (let i = 0; i < count; i++) {
      const stage = stageAttempt[i] ?? 0;
      const end = stage * taskEndReasons.length + (reason[i] ?? 0);
      ends[end] = (ends[end] ?? 0) + 1;
      taskMs[stage] = (taskMs[stage] ?? 0) + (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
    }
    for (const column of allSummed) addByStage(sums[column], stageAttempt, block[column], count);
  });
  stats.forEach((entry, stage) => {
    entry.taskMs = taskMs[stage] ?? 0;
    for (const field of summedFields) {
      for (const column of summedColumns[field]) entry[field] += sums[column][stage] ?? 0;
    }
    taskEndReasons.forEach((reason, code) => {
      entry[countedAs(reason)] += ends[stage * taskEndReasons.length + code] ?? 0;
    });
  });
}

function addByStage(sums: Float64Array, stageOf: Float64Array, values: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const stage = stageOf[i] ?? 0;
    sums[stage] = (sums[stage] ?? 0) + (values[i] ?? 0);
  }
}

function countedAs(reason: TaskEndReason): 'succeeded' | 'unfinished' | 'killed' | 'failed' {
  if (reason === 'Success') return 'succeeded';
  if (reason === 'Unfinished') return 'unfinished';
  return reason === 'TaskKilled' ? 'killed' : 'failed';
}

function newStats(): StageStats {
  return {
    tasks: 0,
    succeeded: 0,
    failed: 0,
    killed: 0,
    unfinished: 0,
    taskMs: 0,
    durationMs: undefined,
    inputBytes: 0,
    outputBytes: 0,
    shuffleReadBytes: 0,
    shuffleWriteBytes: 0,
    memorySpilledBytes: 0,
    diskSpilledBytes: 0,
    gcMs: 0,
  };
}
