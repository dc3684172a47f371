import { taskEndReasons } from '../events/task.ts';
import type { ApplicationModel } from './application-model.ts';
import { forEachTaskBlock } from './task-blocks.ts';

const success = taskEndReasons.indexOf('Success');

/** Ids beyond this many times the number of tasks come from damage, not from tasks that are missing. */
const mostIdsPerTask = 100;

/**
 * Successful runs that successful stage attempts must have had, and the log does not hold. A run of an older attempt that
 * ends late does its partition's work for the attempt that follows (since 2.4), so it counts for the stage as a whole.
 */
export function countMissingRuns(model: ApplicationModel): number {
  const { stageAttempts } = model;
  const succeeded = new Float64Array(stageAttempts.length);
  const late = new Map<number, number>();
  const endMs = Float64Array.from(stageAttempts, (attempt) => attempt.endMs);
  forEachTaskBlock(model.tasks, ['stageAttempt', 'reason', 'finishMs'], ({ stageAttempt, reason, finishMs }, count) => {
    for (let i = 0; i < count; i++) {
      if (reason[i] !== success) continue;
      const index = stageAttempt[i] ?? 0;
      succeeded[index] = (succeeded[index] ?? 0) + 1;
      if ((finishMs[i] ?? 0) <= (endMs[index] ?? 0)) continue;
      const stageId = stageAttempts[index]?.stageId ?? -1;
      late.set(stageId, (late.get(stageId) ?? 0) + 1);
    }
  });
  let missing = 0;
  for (const [index, attempt] of stageAttempts.entries()) {
    if (attempt.endInferred || attempt.failureReason !== undefined || !attempt.submitted) continue;
    const short = attempt.taskCount - (succeeded[index] ?? 0) - (late.get(attempt.stageId) ?? 0);
    missing += Math.max(0, short);
  }
  return missing;
}

/**
 * Task ids that the log never mentions: Spark numbers tasks from 0 without a gap, so each stands for a task of which neither
 * start nor end was written. Where the start of the log is missing, ids count from the first that is there.
 */
export function countMissingTaskIds(model: ApplicationModel, startsAtZero: boolean): number {
  // Not variables: those that a closure changes cost an allocation per change.
  const range = Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
  forEachTaskBlock(model.tasks, ['taskId'], ({ taskId }, count) => {
    let [first = 0, last = 0] = range;
    for (let i = 0; i < count; i++) {
      const id = taskId[i] ?? 0;
      if (id < first) first = id;
      if (id > last) last = id;
    }
    range[0] = first;
    range[1] = last;
  });
  const [first = 0, last = 0] = range;
  const { rowCount } = model.tasks;
  if (rowCount === 0) return 0;
  const ids = last - (startsAtZero ? Math.min(0, first) : first) + 1;
  return Number.isSafeInteger(ids) && ids <= mostIdsPerTask * rowCount ? Math.max(0, ids - rowCount) : 0;
}
