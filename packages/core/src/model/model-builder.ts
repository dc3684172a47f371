import { classifyEvent } from '../events/names.ts';
import { decodeTaskEnd, decodeTaskStart, newTaskRecord, type TaskRecord } from '../events/task.ts';
import type { ApplicationModel } from './application-model.ts';
import { ModelDraft } from './draft.ts';
import { finishModel } from './finish-model.ts';
import { eventHandlers } from './handlers.ts';

/** Builds the model of one application, one parsed line at a time. */
export class ModelBuilder {
  readonly draft = new ModelDraft();
  #task: TaskRecord = newTaskRecord();

  /** Applies one event; `name` is its `Event` value. */
  add(name: string, event: Readonly<Record<string, unknown>>): void {
    const kind = classifyEvent(name);
    if (kind === 'unused') return;
    if (kind === undefined) {
      increment(this.draft.quality.unknownEvents, name);
      return;
    }
    const understood =
      kind === 'taskEnd'
        ? this.#addTaskEnd(event)
        : kind === 'taskStart'
          ? this.#addTaskStart(event)
          : eventHandlers[kind](this.draft, event);
    if (!understood) increment(this.draft.quality.malformedEvents, name);
  }

  finish(): ApplicationModel {
    return finishModel(this.draft);
  }

  #addTaskStart(event: Readonly<Record<string, unknown>>): boolean {
    const task = this.#task;
    if (!decodeTaskStart(event, task)) return false;
    const { draft } = this;
    draft.sawTime(task.launchEpochMs);
    if (draft.endedTaskIds.has(task.taskId)) return true;
    draft.openTasks.set(task.taskId, {
      taskId: task.taskId,
      stageAttempt: draft.stageAttemptIndex(task.stageId, task.stageAttemptId),
      index: task.index,
      attempt: task.attempt,
      partitionId: task.partitionId,
      launchEpochMs: task.launchEpochMs,
      speculative: task.speculative,
      executorId: task.executorId,
      host: task.host,
      locality: task.locality,
    });
    return true;
  }

  #addTaskEnd(event: Readonly<Record<string, unknown>>): boolean {
    const task = this.#task;
    if (!decodeTaskEnd(event, task)) return false;
    const { draft } = this;
    const stageAttempt = draft.stageAttemptIndex(task.stageId, task.stageAttemptId);
    if (task.reason === 'Resubmitted') {
      draft.resubmissions.push({ taskId: task.taskId, stageAttempt, executorId: task.executorId });
      return true;
    }
    draft.openTasks.delete(task.taskId);
    if (!draft.endedTaskIds.add(task.taskId)) {
      draft.quality.repeatedEvents++;
      return true;
    }
    if (task.finishEpochMs < task.launchEpochMs) {
      draft.quality.negativeSpans++;
      task.finishEpochMs = task.launchEpochMs;
    }
    draft.sawTime(task.launchEpochMs);
    draft.sawTime(task.finishEpochMs);
    draft.tasks.push(task, task.reason, stageAttempt);
    noteTaskOfStage(draft, stageAttempt, task);
    return true;
  }
}

function noteTaskOfStage(draft: ModelDraft, stageAttempt: number, task: TaskRecord): void {
  const attempt = draft.stageAttempts[stageAttempt];
  if (attempt === undefined) return;
  if (task.reason === 'Success') attempt.successfulTasks++;
  attempt.firstTaskEpochMs = Math.min(attempt.firstTaskEpochMs ?? task.launchEpochMs, task.launchEpochMs);
  attempt.lastTaskEpochMs = Math.max(attempt.lastTaskEpochMs ?? task.finishEpochMs, task.finishEpochMs);
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
