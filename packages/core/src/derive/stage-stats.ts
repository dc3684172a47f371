import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { blockRows } from '../util/column.ts';
import { quantilesOfSorted, type Quantiles } from '../util/quantiles.ts';

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

/** One entry per `model.stageAttempts`, in the same order. */
export function computeStageStats(model: ApplicationModel): StageStats[] {
  const { columns } = model.tasks;
  const stats = model.stageAttempts.map(newStats);
  const durations = stats.map((): number[] => []);
  const stage = new Float64Array(blockRows);
  const reason = new Float64Array(blockRows);
  const launch = new Float64Array(blockRows);
  const finish = new Float64Array(blockRows);
  for (let block = 0; block < columns.stageAttempt.blockCount; block++) {
    const count = columns.stageAttempt.readBlock(block, stage);
    columns.reason.readBlock(block, reason);
    columns.launchMs.readBlock(block, launch);
    columns.finishMs.readBlock(block, finish);
    for (let i = 0; i < count; i++) {
      const index = stage[i] ?? 0;
      const entry = stats[index];
      if (entry === undefined) continue;
      const durationMs = (finish[i] ?? 0) - (launch[i] ?? 0);
      entry.taskMs += durationMs;
      if (countEnd(entry, taskEndReasons[reason[i] ?? 0] ?? 'UnknownReason')) durations[index]?.push(durationMs);
    }
  }
  for (const field of Object.keys(summedColumns) as SummedField[]) {
    const sums = sumByStage(model, field);
    stats.forEach((entry, index) => {
      entry[field] = sums[index] ?? 0;
    });
  }
  stats.forEach((entry, index) => {
    const values = Float64Array.from(durations[index] ?? []).sort();
    if (values.length > 0) entry.durationMs = quantilesOfSorted(values);
  });
  return stats;
}

/** Counts one end; true for a success. */
function countEnd(entry: StageStats, reason: (typeof taskEndReasons)[number]): boolean {
  if (reason === 'Unfinished') {
    entry.unfinished++;
    return false;
  }
  entry.tasks++;
  if (reason === 'Success') entry.succeeded++;
  else if (reason === 'TaskKilled') entry.killed++;
  else entry.failed++;
  return reason === 'Success';
}

/** Sums into a plain array of numbers: a field of an object per task would cost ten times as much. */
function sumByStage(model: ApplicationModel, field: SummedField): Float64Array {
  const { columns } = model.tasks;
  const sums = new Float64Array(model.stageAttempts.length);
  const stage = new Float64Array(blockRows);
  const value = new Float64Array(blockRows);
  for (const column of summedColumns[field]) {
    for (let block = 0; block < columns.stageAttempt.blockCount; block++) {
      const count = columns.stageAttempt.readBlock(block, stage);
      columns[column].readBlock(block, value);
      for (let i = 0; i < count; i++) sums[stage[i] ?? 0] = (sums[stage[i] ?? 0] ?? 0) + (value[i] ?? 0);
    }
  }
  return sums;
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
