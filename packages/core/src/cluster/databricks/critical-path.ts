/** What the critical path needs to know of one attempt of a task. */
interface TaskAttempt {
  readonly key: string;
  readonly attempt: number;
  readonly dependsOn: readonly string[];
  readonly startEpochMs: number | undefined;
  readonly endEpochMs: number | undefined;
}

/**
 * The chain of task attempts that decided when a run ended: from the one that ended last, always back to the one that it had
 * to wait for longest, which is its own earlier attempt or the last of the tasks that it depends on. First to last.
 */
export function criticalPath<Task extends TaskAttempt>(tasks: readonly Task[]): Task[] {
  const ended = tasks.filter((task) => task.startEpochMs !== undefined && task.endEpochMs !== undefined);
  const path: Task[] = [];
  let next = latest(ended);
  while (next !== undefined && !path.includes(next)) {
    path.unshift(next);
    const { key, attempt, dependsOn } = next;
    const hasEarlierAttempt = ended.some((task) => task.key === key && task.attempt < attempt);
    next = latest(
      ended.filter((task) =>
        // A retry waits for nothing but the attempt before it.
        hasEarlierAttempt ? task.key === key && task.attempt < attempt : dependsOn.includes(task.key),
      ),
    );
  }
  return path;
}

function latest<Task extends TaskAttempt>(tasks: readonly Task[]): Task | undefined {
  return tasks.reduce<Task | undefined>(
    (last, task) => (last === undefined || (task.endEpochMs ?? 0) > (last.endEpochMs ?? 0) ? task : last),
    undefined,
  );
}
