import { taskEndReasons } from '../../events/task.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { forEachTaskBlock } from '../../model/task-blocks.ts';
import { IdSet } from '../../util/id-set.ts';

const success = taskEndReasons.indexOf('Success');
const executorLost = taskEndReasons.indexOf('ExecutorLostFailure');
const unfinished = taskEndReasons.indexOf('Unfinished');

const neededColumns = [
  'executor',
  'reason',
  'failure',
  'launchMs',
  'finishMs',
  'peakJvmHeapBytes',
  'taskId',
  'stageAttempt',
] as const;

/** What the tasks tell of one executor. */
export interface ExecutorWork {
  tasks: number;
  /** Tasks that were running when it went: ended by its loss, or never ended. */
  tasksLost: number;
  tasksLostMs: number;
  /** Those of them whose end the driver noted, by the index of their stage attempt and their own in it. */
  lostTasks: { readonly stage: number; readonly index: number }[];
  /** Finished tasks whose output went with it and which were run again ("Resubmitted"). */
  resubmittedTasks: number;
  resubmittedMs: number;
  /** Tasks that failed with a Java OutOfMemoryError. */
  heapOutOfMemoryTasks: number;
  heapOutOfMemoryMs: number;
  /** The stage attempt of the last of them. */
  heapOutOfMemoryStage: number | undefined;
  lastFinishMs: number;
  /** Peak heap seen by its tasks; 0 when the log has none (short tasks are not sampled). */
  peakHeapBytes: number;
}

/** One pass over the tasks; keyed by executor id. */
export function gatherExecutorWork(model: ApplicationModel): Map<string, ExecutorWork> {
  const { tasks } = model;
  const executorCount = tasks.executors.values.length;
  // What every task counts for goes into arrays of numbers; only the few that went wrong touch an object.
  const tasksOf = new Uint32Array(executorCount);
  const lastFinishMs = new Float64Array(executorCount);
  const peakHeapBytes = new Float64Array(executorCount);
  const byCode: (ExecutorWork | undefined)[] = [];
  const isOutOfMemory = tasks.failures.values.map((text) => text.includes('java.lang.OutOfMemoryError'));
  const resubmitted = new IdSet();
  for (const { taskId } of model.resubmissions) resubmitted.add(taskId);
  const anyResubmitted = model.resubmissions.length > 0;
  forEachTaskBlock(tasks, neededColumns, (block, count, firstRow) => {
    const { executor, reason, failure, launchMs, finishMs, taskId, stageAttempt } = block;
    for (let i = 0; i < count; i++) {
      const code = executor[i] ?? 0;
      tasksOf[code] = (tasksOf[code] ?? 0) + 1;
      const taskFinishMs = finishMs[i] ?? 0;
      if (taskFinishMs > (lastFinishMs[code] ?? 0)) lastFinishMs[code] = taskFinishMs;
      const heapBytes = block.peakJvmHeapBytes[i] ?? 0;
      if (heapBytes > (peakHeapBytes[code] ?? 0)) peakHeapBytes[code] = heapBytes;
      if (reason[i] === success && failure[i] === 0 && !anyResubmitted) continue;
      const work = (byCode[code] ??= newExecutorWork());
      const durationMs = taskFinishMs - (launchMs[i] ?? 0);
      if (reason[i] === executorLost || reason[i] === unfinished) {
        work.tasksLost++;
        work.tasksLostMs += durationMs;
        if (reason[i] === executorLost) {
          work.lostTasks.push({ stage: stageAttempt[i] ?? 0, index: tasks.columns.index.at(firstRow + i) });
        }
      } else if (isOutOfMemory[failure[i] ?? 0] === true) {
        work.heapOutOfMemoryTasks++;
        work.heapOutOfMemoryMs += durationMs;
        work.heapOutOfMemoryStage = stageAttempt[i] ?? 0;
      } else if (reason[i] === success && resubmitted.has(taskId[i] ?? 0)) {
        work.resubmittedTasks++;
        work.resubmittedMs += durationMs;
      }
    }
  });
  const work = new Map<string, ExecutorWork>();
  tasksOf.forEach((count, code) => {
    if (count === 0) return;
    work.set(tasks.executors.valueOf(code), {
      ...(byCode[code] ?? newExecutorWork()),
      tasks: count,
      lastFinishMs: lastFinishMs[code] ?? 0,
      peakHeapBytes: peakHeapBytes[code] ?? 0,
    });
  });
  return work;
}

export function newExecutorWork(): ExecutorWork {
  return {
    tasks: 0,
    tasksLost: 0,
    tasksLostMs: 0,
    lostTasks: [],
    resubmittedTasks: 0,
    resubmittedMs: 0,
    heapOutOfMemoryTasks: 0,
    heapOutOfMemoryMs: 0,
    heapOutOfMemoryStage: undefined,
    lastFinishMs: 0,
    peakHeapBytes: 0,
  };
}
