import { taskEndReasons } from '../events/task.ts';
import { declareLimits, type ValuesOf } from '../util/limits.ts';
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

export const fetchWaitLimits = declareLimits('shuffle-fetch-wait', {
  fetchWaitShare: {
    usual: 0.1,
    unit: 'share',
    reason:
      'Of task time. Fetching overlaps with work as long as the network keeps up: below a tenth there is little to win.',
  },
});

/** Whether a stage waited for shuffle data for a good part of its time. */
export function waitsForShuffle(
  parts: StageTimeParts | undefined,
  { fetchWaitShare }: ValuesOf<typeof fetchWaitLimits>,
): boolean {
  return parts !== undefined && parts.fetchWaitMs > 0 && parts.fetchWaitMs >= fetchWaitShare * parts.taskMs;
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
