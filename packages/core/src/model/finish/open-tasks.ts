import { newTaskRecord } from '../../events/task.ts';
import type { StageAttempt } from '../application-model.ts';
import type { ModelDraft } from '../draft.ts';
import type { ApplicationClock } from './clock.ts';

/** A task without an end ran until its executor went, its stage ended, or the log stopped. */
export function closeOpenTasks(
  draft: ModelDraft,
  clock: ApplicationClock,
  stageAttempts: readonly StageAttempt[],
): void {
  for (const open of draft.openTasks.values()) {
    const stage = stageAttempts[open.stageAttempt];
    const removedEpochMs = draft.executors.get(open.executorId)?.removedEpochMs ?? Number.POSITIVE_INFINITY;
    const stageEndEpochMs = clock.startEpochMs + (stage?.endMs ?? clock.durationMs);
    const endEpochMs = Math.min(removedEpochMs, stageEndEpochMs, clock.startEpochMs + clock.durationMs);
    const record = { ...newTaskRecord(), ...open, finishEpochMs: Math.max(open.launchEpochMs, endEpochMs) };
    draft.tasks.push(record, 'Unfinished', open.stageAttempt);
    if (stage?.endInferred === false) draft.quality.tasksWithoutEnd++;
  }
}
