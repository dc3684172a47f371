import { taskEndReasons } from '../../events/task.ts';
import { forEachTaskBlock } from '../../model/task-blocks.ts';
import type { Facts } from '../facts.ts';
import type { Incident } from './incidents.ts';
import { firstAbove } from '../../util/binary-search.ts';

/** What one incident did to the stages of the run, as indices into `model.stageAttempts`. */
export interface LostWork {
  /** Attempts with tasks that went down with the executors, or whose finished output went with them. */
  readonly hitAttempts: ReadonlySet<number>;
  /** Attempts that ran anew, as a whole or in part, what had been done before. */
  readonly retriedAttempts: ReadonlySet<number>;
  readonly fetchFailures: number;
}

const executorLost = taskEndReasons.indexOf('ExecutorLostFailure');
const unfinished = taskEndReasons.indexOf('Unfinished');
const fetchFailed = taskEndReasons.indexOf('FetchFailed');
const success = taskEndReasons.indexOf('Success');

/**
 * One per incident. Fetch failures and second attempts belong to the last incident before them that took work along (scaling
 * down included, since it can drop shuffle data). One pass over the task ends that are no successes.
 */
export function findLostWork(facts: Facts, incidents: readonly Incident[]): LostWork[] {
  const { model } = facts;
  const byExecutor = new Map<string, number>();
  incidents.forEach((incident, index) => {
    for (const { executor } of incident.losses) byExecutor.set(executor.id, index);
  });
  const found = incidents.map(() => ({
    hitAttempts: new Set<number>(),
    retriedAttempts: new Set<number>(),
    fetchFailures: 0,
  }));
  const byCode = model.tasks.executors.values.map((id) => byExecutor.get(id) ?? -1);
  const blame = blameByTime(incidents);
  forEachTaskBlock(model.tasks, ['reason', 'executor', 'stageAttempt', 'finishMs'], (block, count) => {
    const { reason, executor, stageAttempt, finishMs } = block;
    for (let i = 0; i < count; i++) {
      if (reason[i] === success) continue;
      if (reason[i] === executorLost || reason[i] === unfinished) {
        found[byCode[executor[i] ?? 0] ?? -1]?.hitAttempts.add(stageAttempt[i] ?? 0);
      } else if (reason[i] === fetchFailed) {
        const culprit = found[blame(finishMs[i] ?? 0)];
        if (culprit === undefined) continue;
        culprit.fetchFailures++;
        culprit.hitAttempts.add(stageAttempt[i] ?? 0);
      }
    }
  });
  incidents.forEach(({ losses, verdict }, index) => {
    if (verdict.class !== 'out-of-memory') return;
    for (const { work } of losses) {
      // A task that exhausts the heap ends with an error of its own a moment before its executor goes.
      if (work.heapOutOfMemoryStage !== undefined) found[index]?.hitAttempts.add(work.heapOutOfMemoryStage);
    }
  });
  for (const { executorId, stageAttempt } of model.resubmissions) {
    found[byExecutor.get(executorId) ?? -1]?.hitAttempts.add(stageAttempt);
  }
  model.stageAttempts.forEach((attempt, index) => {
    if (attempt.attemptId > 0) found[blame(attempt.startMs)]?.retriedAttempts.add(index);
  });
  return found;
}

/** The driver may note a failed fetch a moment before it notes the loss behind it. */
const noticedAheadMs = 1_000;

/** The last incident up to a moment; -1 when there was none. */
function blameByTime(incidents: readonly Incident[]): (timeMs: number) => number {
  const order = incidents
    .flatMap(({ losses }, index) => losses.map(({ removedMs }) => ({ removedMs, index })))
    .sort((a, b) => a.removedMs - b.removedMs);
  const times = Float64Array.from(order, ({ removedMs }) => removedMs);
  return (timeMs) => order[firstAbove(times, timeMs + noticedAheadMs) - 1]?.index ?? -1;
}
