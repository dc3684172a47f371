import type { ApplicationModel, Job } from '../../model/application-model.ts';
import { plural } from '../../util/format.ts';
import type { Removal } from './classify.ts';
import type { ExecutorWork } from './evidence.ts';
import { isKillSignal } from './exit-code.ts';

/** A task that took its executor down each time it ran, until Spark gave its job up. */
export interface AbortingTask {
  readonly stageId: number;
  readonly attemptId: number;
  readonly index: number;
  /** In the order in which the log names them. */
  readonly executorIds: readonly string[];
}

const abortedBy =
  /Task (\d+) in stage (\d+)\.(\d+) failed \d+ times, most recent failure: Lost task [^\n]*: ExecutorLostFailure/;

/** The task that a failed job died of, when Spark says so and the log has it on two executors or more that went with it. */
export function findAbortingTask(
  model: ApplicationModel,
  { failureMessage }: Job,
  work: ReadonlyMap<string, ExecutorWork>,
): AbortingTask | undefined {
  const match = abortedBy.exec(failureMessage ?? '');
  if (match === null) return undefined;
  const [index = -1, stageId = -1, attemptId = -1] = match.slice(1).map(Number);
  const stage = model.stageAttempts.findIndex((each) => each.stageId === stageId && each.attemptId === attemptId);
  const executorIds = [...work].flatMap(([id, { lostTasks }]) =>
    lostTasks.some((task) => task.stage === stage && task.index === index) ? [id] : [],
  );
  return executorIds.length < 2 ? undefined : { stageId, attemptId, index, executorIds };
}

/** From so many executors on, chance is out of the question. */
const manyExecutors = 3;

/**
 * Executors that were killed from outside, each under the same task until its job was given up, were killed for what the task did. Of
 * that, only memory makes others kill a process; when it was the JVM itself, with its kill-on-OOM hook, the exit code is the same.
 */
export function blameAbortingTask<R extends Removal>(
  removal: R,
  executorId: string,
  tasks: readonly AbortingTask[],
): R {
  const task = tasks.find(({ executorIds }) => executorIds.includes(executorId));
  const isOpen = removal.class === 'crashed' || removal.class === 'unknown' || removal.confidence === 'possible';
  if (task === undefined || !isKillSignal(removal.exitCode) || !isOpen) return removal;
  const count = task.executorIds.length;
  return {
    ...removal,
    class: 'out-of-memory',
    confidence: count >= manyExecutors ? 'probable' : 'possible',
    because: `exit code ${removal.exitCode} (killed), as with ${plural(count - 1, 'other executor')}, each while it ran task ${task.index} of stage ${task.stageId}: what a task brings down wherever it runs is mostly memory`,
    ruledOut: removal.ruledOut.filter(({ class: ruledOut }) => ruledOut !== 'out-of-memory'),
  };
}
