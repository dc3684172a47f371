import { taskEndReasons } from '../../events/task.ts';
import { inArena } from '../../kernels/arena.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { BlockColumns } from '../../model/block-columns.ts';
import { forEachTaskBlock, mayHoldFailures } from '../../model/task-blocks.ts';
import { IdSet } from '../../util/id-set.ts';

const success = taskEndReasons.indexOf('Success');
const executorLost = taskEndReasons.indexOf('ExecutorLostFailure');
const unfinished = taskEndReasons.indexOf('Unfinished');

const neededColumns = ['executor', 'reason', 'failure', 'launchMs', 'finishMs', 'taskId', 'stageAttempt'] as const;

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

/** Keyed by executor id. What every task counts for is counted by kernels; only the few that went wrong are looked at one by one. */
export function gatherExecutorWork(model: ApplicationModel): Map<string, ExecutorWork> {
  const { executors } = model.tasks;
  const counted = countByExecutor(model);
  const wentWrong = gatherWrongs(model);
  const work = new Map<string, ExecutorWork>();
  counted.tasks.forEach((count, code) => {
    if (count === 0) return;
    work.set(executors.valueOf(code), {
      ...(wentWrong[code] ?? newExecutorWork()),
      tasks: count,
      lastFinishMs: counted.lastFinishMs[code] ?? 0,
      peakHeapBytes: counted.peakHeapBytes[code] ?? 0,
    });
  });
  return work;
}

/** By code of the executor. */
function countByExecutor({ tasks }: ApplicationModel) {
  return inArena((arena) => {
    const executors = tasks.executors.values.length;
    const counts = arena.place(executors * 4);
    const [lastFinishMs, peakHeapBytes] = [arena.place(executors * 8), arena.place(executors * 8)];
    const columns = new BlockColumns(arena, tasks, ['executor', 'finishMs', 'peakJvmHeapBytes']);
    columns.forEach((count) => {
      arena.kernels.addToExecutors(columns.address, count, counts, lastFinishMs, peakHeapBytes);
    });
    return {
      tasks: arena.uint32(counts, executors).slice(),
      lastFinishMs: arena.float64(lastFinishMs, executors).slice(),
      peakHeapBytes: arena.float64(peakHeapBytes, executors).slice(),
    };
  });
}

/** What went wrong, by code of the executor. Blocks of tasks that all succeeded are passed over, unless a result was lost later. */
function gatherWrongs(model: ApplicationModel): (ExecutorWork | undefined)[] {
  const { tasks } = model;
  const byCode: (ExecutorWork | undefined)[] = [];
  const isOutOfMemory = tasks.failures.values.map((text) => text.includes('java.lang.OutOfMemoryError'));
  const resubmitted = new IdSet();
  for (const { taskId } of model.resubmissions) resubmitted.add(taskId);
  const anyResubmitted = model.resubmissions.length > 0;
  forEachTaskBlock(
    tasks,
    neededColumns,
    (block, count, firstRow) => {
      const { executor, reason, failure, launchMs, finishMs, taskId, stageAttempt } = block;
      for (let i = 0; i < count; i++) {
        if (reason[i] === success && failure[i] === 0 && !anyResubmitted) continue;
        const work = (byCode[executor[i] ?? 0] ??= newExecutorWork());
        const durationMs = (finishMs[i] ?? 0) - (launchMs[i] ?? 0);
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
    },
    (block) => anyResubmitted || mayHoldFailures(tasks, block),
  );
  return byCode;
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
