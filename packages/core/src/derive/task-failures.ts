import { taskEndReasons, type TaskEndReason } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock, mayHoldFailures } from '../model/task-blocks.ts';

/** One way in which tasks ended badly. */
export interface TaskFailure {
  readonly reason: TaskEndReason;
  readonly text: string;
  tasks: number;
  readonly stageIds: Set<number>;
}

const success = taskEndReasons.indexOf('Success');
const unfinished = taskEndReasons.indexOf('Unfinished');

/** Failed and killed tasks by reason and text, most frequent first. */
export function gatherTaskFailures(model: ApplicationModel): TaskFailure[] {
  const { tasks } = model;
  const found = new Map<number, TaskFailure>();
  forEachTaskBlock(
    tasks,
    ['reason', 'failure', 'stageAttempt'],
    ({ reason, failure, stageAttempt }, count) => {
      for (let i = 0; i < count; i++) {
        const reasonCode = reason[i] ?? 0;
        if (reasonCode === success || reasonCode === unfinished) continue;
        const key = (failure[i] ?? 0) * taskEndReasons.length + reasonCode;
        let entry = found.get(key);
        if (entry === undefined) {
          const name = taskEndReasons[reasonCode] ?? 'UnknownReason';
          entry = { reason: name, text: tasks.failures.valueOf(failure[i] ?? 0), tasks: 0, stageIds: new Set() };
          found.set(key, entry);
        }
        entry.tasks++;
        entry.stageIds.add(model.stageAttempts[stageAttempt[i] ?? 0]?.stageId ?? -1);
      }
    },
    (block) => mayHoldFailures(tasks, block),
  );
  return [...found.values()].sort((a, b) => b.tasks - a.tasks);
}
