import { taskEndReasons } from '../events/task.ts';
import type { StageSums } from './stage-sums.ts';

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
const msPerNs = 1e-6;

export function stageTimeParts(sums: StageSums, stage: number): StageTimeParts {
  return {
    tasks: sums.endsOf(stage, success),
    taskMs: sums.successMsOf(stage),
    runMs: sums.successSumOf('executorRunMs', stage),
    cpuMs: sums.successSumOf('executorCpuNs', stage) * msPerNs,
    gcMs: sums.successSumOf('jvmGcMs', stage),
    fetchWaitMs: sums.successSumOf('shuffleFetchWaitMs', stage),
    shuffleWriteMs: sums.successSumOf('shuffleWriteNs', stage) * msPerNs,
    deserializeMs: sums.successSumOf('executorDeserializeMs', stage),
    remoteBytesRead: sums.successSumOf('shuffleRemoteBytesRead', stage),
    inputRecords: sums.successSumOf('inputRecords', stage),
    shuffleRecordsRead: sums.successSumOf('shuffleRecordsRead', stage),
  };
}
