import { taskEndReasons } from '../events/task.ts';
import { inArena } from '../kernels/arena.ts';
import type { ApplicationModel } from './application-model.ts';
import { BlockColumns } from './block-columns.ts';

const success = taskEndReasons.indexOf('Success');

/** Ids beyond this many times the number of tasks come from damage, not from tasks that are missing. */
const mostIdsPerTask = 100;

/**
 * Successful runs that successful stage attempts must have had, and the log does not hold. A run of an older attempt that
 * ends late does its partition's work for the attempt that follows (since 2.4), so it counts for the stage as a whole.
 */
export function countMissingRuns(model: ApplicationModel): number {
  const { stageAttempts } = model;
  const { succeeded, late } = countSuccesses(model);
  const lateOfStage = new Map<number, number>();
  stageAttempts.forEach(({ stageId }, index) => {
    lateOfStage.set(stageId, (lateOfStage.get(stageId) ?? 0) + (late[index] ?? 0));
  });
  let missing = 0;
  for (const [index, attempt] of stageAttempts.entries()) {
    if (attempt.endInferred || attempt.failureReason !== undefined || !attempt.submitted) continue;
    const short = attempt.taskCount - (succeeded[index] ?? 0) - (lateOfStage.get(attempt.stageId) ?? 0);
    missing += Math.max(0, short);
  }
  return missing;
}

/** Successful runs per stage attempt, and how many of them ended after it. */
function countSuccesses({ tasks, stageAttempts }: ApplicationModel): { succeeded: Uint32Array; late: Uint32Array } {
  return inArena((arena) => {
    const stages = stageAttempts.length;
    const endMs = arena.placeOf(Float64Array.from(stageAttempts, (attempt) => attempt.endMs));
    const [succeeded, late] = [arena.place(stages * 4), arena.place(stages * 4)];
    const columns = new BlockColumns(arena, tasks, ['stageAttempt', 'reason', 'finishMs']);
    columns.forEach((count) => {
      arena.kernels.countSuccesses(columns.address, count, success, endMs, succeeded, late);
    });
    return { succeeded: arena.uint32(succeeded, stages).slice(), late: arena.uint32(late, stages).slice() };
  });
}

/**
 * Task ids that the log never mentions: Spark numbers tasks from 0 without a gap, so each stands for a task of which neither
 * start nor end was written. Where the start of the log is missing, ids count from the first that is there.
 */
export function countMissingTaskIds(model: ApplicationModel, startsAtZero: boolean): number {
  const [first = 0, last = 0] = inArena((arena) => {
    const range = arena.placeOf(Float64Array.of(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));
    const columns = new BlockColumns(arena, model.tasks, ['taskId']);
    columns.forEach((count) => {
      arena.kernels.widenRange(columns.address, count, range);
    });
    return arena.float64(range, 2).slice();
  });
  const { rowCount } = model.tasks;
  if (rowCount === 0) return 0;
  const ids = last - (startsAtZero ? Math.min(0, first) : first) + 1;
  return Number.isSafeInteger(ids) && ids <= mostIdsPerTask * rowCount ? Math.max(0, ids - rowCount) : 0;
}
