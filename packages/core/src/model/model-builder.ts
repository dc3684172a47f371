import { classifyEvent } from '../events/names.ts';
import { decodeTaskEnd, decodeTaskStart, newTaskRecord, type TaskRecord } from '../events/task.ts';
import type { TaskBatch } from '../ingest/fast/task-columns.ts';
import type { ApplicationModel } from './application-model.ts';
import { knownEpochMs, ModelDraft, noteRuns } from './draft.ts';
import { finishModel } from './finish-model.ts';
import { eventHandlers } from './handlers.ts';
import { TaskBatchWriter } from './task-batch-writer.ts';

/** Builds the model of one application, one parsed line at a time. */
export class ModelBuilder {
  readonly draft: ModelDraft;
  #task: TaskRecord = newTaskRecord();
  #batchWriter: TaskBatchWriter;

  constructor(keepTaskDetails = true) {
    this.draft = new ModelDraft(keepTaskDetails);
    this.#batchWriter = new TaskBatchWriter(this.draft);
  }

  /** Applies one event; `name` is its `Event` value. */
  add(name: string, event: Readonly<Record<string, unknown>>): void {
    const kind = classifyEvent(name);
    const { quality, place } = this.draft;
    if (kind === 'unused') {
      quality.unusedEvents.add(name, place);
      return;
    }
    if (kind === undefined) {
      quality.unknownEvents.add(name, place);
      return;
    }
    const understood =
      kind === 'taskEnd'
        ? this.#addTaskEnd(event)
        : kind === 'taskStart'
          ? this.#addTaskStart(event)
          : eventHandlers[kind](this.draft, event);
    if (!understood) quality.malformedEvents.add(name, place);
  }

  /** Applies what a scanner wrote to the open rows of the draft's task table, to the same effect as {@link add} for each event. */
  addTasks(batch: TaskBatch, texts: readonly string[]): void {
    this.#batchWriter.write(batch, texts);
  }

  finish(): ApplicationModel {
    return finishModel(this.draft);
  }

  #addTaskStart(event: Readonly<Record<string, unknown>>): boolean {
    const task = this.#task;
    if (!decodeTaskStart(event, task)) return false;
    const { draft } = this;
    task.launchEpochMs = knownEpochMs(task.launchEpochMs);
    draft.sawTime(task.launchEpochMs);
    if (draft.endedTaskIds.has(task.taskId)) return true;
    draft.openTasks.set(task, draft.stageAttemptIndex(task.stageId, task.stageAttemptId));
    return true;
  }

  #addTaskEnd(event: Readonly<Record<string, unknown>>): boolean {
    const task = this.#task;
    if (!decodeTaskEnd(event, task)) return false;
    const { draft } = this;
    const stageAttempt = draft.stageAttemptIndex(task.stageId, task.stageAttemptId);
    if (task.reason === 'Resubmitted') {
      if (draft.resubmittedTaskIds.add(task.taskId))
        draft.resubmissions.push({ taskId: task.taskId, stageAttempt, executorId: task.executorId });
      else draft.quality.repeatedEvents++;
      return true;
    }
    draft.openTasks.delete(task.taskId);
    if (!draft.endedTaskIds.add(task.taskId)) {
      draft.quality.repeatedEvents++;
      return true;
    }
    task.launchEpochMs = knownEpochMs(task.launchEpochMs);
    task.finishEpochMs = knownEpochMs(task.finishEpochMs);
    if (task.finishEpochMs < task.launchEpochMs) {
      draft.quality.negativeSpans++;
      task.finishEpochMs = task.launchEpochMs;
    }
    draft.sawTime(task.launchEpochMs);
    draft.sawTime(task.finishEpochMs);
    draft.tasks.push(task, task.reason, stageAttempt);
    const attempt = draft.stageAttempts[stageAttempt];
    if (attempt !== undefined)
      noteRuns(attempt, Number(task.reason === 'Success'), task.launchEpochMs, task.finishEpochMs);
    return true;
  }
}
