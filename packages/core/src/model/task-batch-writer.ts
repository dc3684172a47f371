import { newTaskRecord, taskEndReasons, type TaskRecord } from '../events/task.ts';
import { scanColumns, startKind, type TaskBatch, type TaskRows } from '../ingest/fast/task-columns.ts';
import { knownEpochMs, noteRun, type ModelDraft, type StageAttemptDraft } from './draft.ts';

const success = taskEndReasons.indexOf('Success');

/** Applies batches of task events to a draft in the order of their lines, as `ModelBuilder.add` does one by one. */
export class TaskBatchWriter {
  #draft: ModelDraft;
  #start: TaskRecord = newTaskRecord();
  /** Rows of ends that were there before, in ascending order. */
  #repeated: number[] = [];
  /** Of the last task: neighbours nearly always share it. */
  #stageId = Number.NaN;
  #stageAttemptId = Number.NaN;
  #stageIndex = 0;
  #stage: StageAttemptDraft | undefined;

  constructor(draft: ModelDraft) {
    this.#draft = draft;
  }

  /** The ends of the batch are the open rows of the draft's task table. */
  write({ starts, ends, order, firstEnd, eventCount }: TaskBatch, texts: readonly string[]): void {
    let start = 0;
    let end = firstEnd;
    for (let event = 0; event < eventCount; event++) {
      if (order[event] === startKind) this.#addStart(starts, start++, texts);
      else this.#addEnd(ends, end++);
    }
    if (this.#repeated.length > 0) this.#dropRepeated(ends);
    this.#draft.tasks.acceptRows(firstEnd, texts);
  }

  #addStart({ columns }: TaskRows, row: number, texts: readonly string[]): void {
    const draft = this.#draft;
    const taskId = columns.taskId[row] ?? 0;
    const launchEpochMs = knownEpochMs(columns.launchEpochMs[row]);
    draft.sawTime(launchEpochMs);
    if (draft.endedTaskIds.has(taskId)) return;
    this.#findStage(columns.stageId[row] ?? 0, columns.stageAttemptId[row] ?? 0);
    const task = this.#start;
    task.taskId = taskId;
    task.index = columns.index[row] ?? 0;
    task.attempt = columns.attempt[row] ?? 0;
    task.partitionId = columns.partitionId[row] ?? 0;
    task.launchEpochMs = launchEpochMs;
    task.speculative = columns.speculative[row] ?? 0;
    task.executorId = texts[columns.executorId[row] ?? 0] ?? '';
    task.host = texts[columns.host[row] ?? 0] ?? '';
    task.locality = texts[columns.locality[row] ?? 0] ?? '';
    draft.openTasks.set(task, this.#stageIndex);
  }

  #addEnd({ columns }: TaskRows, row: number): void {
    const draft = this.#draft;
    const taskId = columns.taskId[row] ?? 0;
    this.#findStage(columns.stageId[row] ?? 0, columns.stageAttemptId[row] ?? 0);
    columns.stageId[row] = this.#stageIndex;
    draft.openTasks.delete(taskId);
    if (!draft.endedTaskIds.add(taskId)) {
      draft.quality.repeatedEvents++;
      this.#repeated.push(row);
      return;
    }
    const launchEpochMs = knownEpochMs(columns.launchEpochMs[row]);
    let finishEpochMs = knownEpochMs(columns.finishEpochMs[row]);
    if (finishEpochMs < launchEpochMs) {
      draft.quality.negativeSpans++;
      finishEpochMs = launchEpochMs;
    }
    columns.launchEpochMs[row] = launchEpochMs;
    columns.finishEpochMs[row] = finishEpochMs;
    draft.sawTime(launchEpochMs);
    draft.sawTime(finishEpochMs);
    if (this.#stage !== undefined) {
      noteRun(this.#stage, columns.reason[row] === success, launchEpochMs, finishEpochMs);
    }
  }

  #findStage(stageId: number, attemptId: number): void {
    if (stageId === this.#stageId && attemptId === this.#stageAttemptId) return;
    this.#stageId = stageId;
    this.#stageAttemptId = attemptId;
    this.#stageIndex = this.#draft.stageAttemptIndex(stageId, attemptId);
    this.#stage = this.#draft.stageAttempts[this.#stageIndex];
  }

  /** Closes the gaps that repeated ends leave, in one pass over each column. */
  #dropRepeated(ends: TaskRows): void {
    const repeated = this.#repeated;
    for (const name of scanColumns) {
      const values = ends.columns[name];
      repeated.forEach((row, index) => {
        const next = repeated[index + 1] ?? ends.count;
        values.copyWithin(row - index, row + 1, next);
      });
    }
    ends.count -= repeated.length;
    repeated.length = 0;
  }
}
