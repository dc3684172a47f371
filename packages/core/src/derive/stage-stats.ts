import { taskEndReasons, type TaskEndReason } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { quantilesOfSorted, type Quantiles } from '../util/quantiles.ts';
import type { StageSums, SummedColumn } from './stage-sums.ts';
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
} as const satisfies Readonly<Record<string, readonly SummedColumn[]>>;
type SummedField = keyof typeof summedColumns;
const summedFields = Object.keys(summedColumns) as SummedField[];

/** One entry per `model.stageAttempts`, in the same order. */
export function computeStageStats(model: ApplicationModel, sums: StageSums, stageTasks: StageTasks): StageStats[] {
  return model.stageAttempts.map((_, stage) => {
    const entry = newStats();
    entry.taskMs = sums.taskMsOf(stage);
    for (const field of summedFields) {
      for (const column of summedColumns[field]) entry[field] += sums.sumOf(column, stage);
    }
    taskEndReasons.forEach((reason, code) => {
      entry[countedAs(reason)] += sums.endsOf(stage, code);
    });
    entry.tasks = entry.succeeded + entry.killed + entry.failed;
    const durations = stageTasks.durationsOf(stage);
    if (durations.length > 0) entry.durationMs = quantilesOfSorted(durations);
    return entry;
  });
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
