import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { sortWholeNumbers } from '../util/radix-sort.ts';

const neededColumns = ['launchMs', 'finishMs', 'attempt', 'speculative', 'reason', 'stageAttempt'] as const;
const success = taskEndReasons.indexOf('Success');

/** Flags in the low bits of an encoded time. */
export const succeededFlag = 1;
export const rerunFlag = 2;
const flagBits = 2;
const flagSpan = 2 ** flagBits;

/** Sorted times with their flags: 32 bits hold a run of twelve days, longer ones take 64. */
export type EncodedTimes = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Launch and finish times of all tasks, each sorted by time, clipped to the run. A time and its flags share one number
 * (`time * 4 + flags`), so that they are sorted as one plain array.
 */
export interface TaskTimes {
  readonly launches: EncodedTimes;
  readonly finishes: EncodedTimes;
  /** Per stage attempt: successful tasks that ended before their stage did. */
  readonly successesInTime: Float64Array;
}

export function timeOf(encoded: number): number {
  return Math.floor(encoded / flagSpan);
}

export function hasFlag(encoded: number, flag: number): boolean {
  return ((encoded % flagSpan) & flag) !== 0;
}

export function computeTaskTimes(model: ApplicationModel): TaskTimes {
  const { tasks, stageAttempts, application } = model;
  const runMs = application.durationMs;
  const EncodedTimes = runMs * flagSpan + flagSpan <= 2 ** 32 ? Uint32Array : Float64Array;
  const launches = new EncodedTimes(tasks.rowCount);
  const finishes = new EncodedTimes(tasks.rowCount);
  const successesInTime = new Float64Array(stageAttempts.length);
  const stageEndMs = Float64Array.from(stageAttempts, (attempt) => attempt.endMs);
  const stageIsRetry = Uint8Array.from(stageAttempts, (attempt) => (attempt.attemptId > 0 ? 1 : 0));
  forEachTaskBlock(tasks, neededColumns, (block, count, firstRow) => {
    for (let i = 0; i < count; i++) {
      const row = firstRow + i;
      const stageIndex = block.stageAttempt[i] ?? 0;
      const finishMs = block.finishMs[i] ?? 0;
      // A second attempt of a task or stage does again what was done or lost before; a speculative copy does not.
      const isRerun = stageIsRetry[stageIndex] === 1 || ((block.attempt[i] ?? 0) > 0 && block.speculative[i] === 0);
      const inTime = block.reason[i] === success && finishMs <= (stageEndMs[stageIndex] ?? 0);
      if (inTime) successesInTime[stageIndex] = (successesInTime[stageIndex] ?? 0) + 1;
      const rerun = isRerun ? rerunFlag : 0;
      launches[row] = clip(block.launchMs[i] ?? 0, runMs) * flagSpan + rerun;
      finishes[row] = clip(finishMs, runMs) * flagSpan + rerun + (inTime ? succeededFlag : 0);
    }
  });
  return { launches: sorted(launches), finishes: sorted(finishes), successesInTime };
}

function sorted(times: EncodedTimes): EncodedTimes {
  return times instanceof Uint32Array ? sortWholeNumbers(times, flagBits) : times.sort();
}

function clip(timeMs: number, runMs: number): number {
  return Math.min(Math.max(Math.floor(timeMs), 0), runMs);
}
