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

const summedColumns = {
  inputBytes: 'inputBytes',
  outputBytes: 'outputBytes',
  shuffleWriteBytes: 'shuffleBytesWritten',
  memorySpilledBytes: 'memoryBytesSpilled',
  diskSpilledBytes: 'diskBytesSpilled',
  gcMs: 'jvmGcMs',
} as const;

/** One entry per `model.stageAttempts`, in the same order. */
export function computeStageStats(model: ApplicationModel): StageStats[] {
  const { columns } = model.tasks;
  const stats = model.stageAttempts.map(newStats);
  const durations = stats.map((): number[] => []);
  const stage = new Float64Array(blockRows);
  const reason = new Float64Array(blockRows);
  const launch = new Float64Array(blockRows);
  const finish = new Float64Array(blockRows);
  const value = new Float64Array(blockRows);
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
    for (const [field, column] of Object.entries(summedColumns)) {
      columns[column].readBlock(block, value);
      addByStage(stats, field as keyof typeof summedColumns, stage, value, count);
    }
    for (const column of ['shuffleRemoteBytesRead', 'shuffleLocalBytesRead'] as const) {
      columns[column].readBlock(block, value);
      addByStage(stats, 'shuffleReadBytes', stage, value, count);
    }
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

function addByStage(
  stats: readonly StageStats[],
  field: keyof typeof summedColumns | 'shuffleReadBytes',
  stage: Float64Array,
  value: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const entry = stats[stage[i] ?? 0];
    if (entry !== undefined) entry[field] += value[i] ?? 0;
  }
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
