import { taskEndReasons } from '../events/task.ts';
import { batchRows, startKind, type TaskBatch, type TaskRows } from '../ingest/fast/task-columns.ts';
import { noteRun, type ModelDraft, type StageAttemptDraft } from './draft.ts';

const success = taskEndReasons.indexOf('Success');

/** Applies batches of task events to a draft in the order of their lines, as `ModelBuilder.add` does one by one. */
export class TaskBatchWriter {
  #draft: ModelDraft;
  #stageAttempts = new Float64Array(batchRows);
  /** Of the last task: neighbours nearly always share it. */
  #stageId = Number.NaN;
  #stageAttemptId = Number.NaN;
  #stageIndex = 0;
  #stage: StageAttemptDraft | undefined;

  constructor(draft: ModelDraft) {
    this.#draft = draft;
  }

  write(batch: TaskBatch, texts: readonly string[]): void {
    const { starts, ends, order } = batch;
    const { tasks } = this.#draft;
    let start = 0;
    let end = 0;
    /** Rows from here to `end` are runs not yet in the table. */
    let firstRun = 0;
    while (start < starts.count || end < ends.count) {
      if (order[start + end] === startKind) this.#addStart(starts, start++, texts);
      else {
        if (!this.#addEnd(ends, end)) {
          tasks.appendRows(ends, firstRun, end, this.#stageAttempts, texts);
          firstRun = end + 1;
        }
        end++;
      }
    }
    tasks.appendRows(ends, firstRun, end, this.#stageAttempts, texts);
  }

  #addStart({ columns }: TaskRows, row: number, texts: readonly string[]): void {
    const draft = this.#draft;
    const taskId = columns.taskId[row] ?? 0;
    const launchEpochMs = columns.launchEpochMs[row] ?? 0;
    draft.sawTime(launchEpochMs);
    if (draft.endedTaskIds.has(taskId)) return;
    this.#findStage(columns.stageId[row] ?? 0, columns.stageAttemptId[row] ?? 0);
    draft.openTasks.set(
      {
        taskId,
        index: columns.index[row] ?? 0,
        attempt: columns.attempt[row] ?? 0,
        partitionId: columns.partitionId[row] ?? 0,
        launchEpochMs,
        speculative: columns.speculative[row] ?? 0,
        executorId: texts[columns.executorId[row] ?? 0] ?? '',
        host: texts[columns.host[row] ?? 0] ?? '',
        locality: texts[columns.locality[row] ?? 0] ?? '',
      },
      this.#stageIndex,
    );
  }

  /** False when the end was there before. */
  #addEnd({ columns }: TaskRows, row: number): boolean {
    const draft = this.#draft;
    const taskId = columns.taskId[row] ?? 0;
    this.#findStage(columns.stageId[row] ?? 0, columns.stageAttemptId[row] ?? 0);
    this.#stageAttempts[row] = this.#stageIndex;
    draft.openTasks.delete(taskId);
    if (!draft.endedTaskIds.add(taskId)) {
      draft.quality.repeatedEvents++;
      return false;
    }
    const launchEpochMs = columns.launchEpochMs[row] ?? 0;
    let finishEpochMs = columns.finishEpochMs[row] ?? 0;
    if (finishEpochMs < launchEpochMs) {
      draft.quality.negativeSpans++;
      finishEpochMs = launchEpochMs;
      columns.finishEpochMs[row] = finishEpochMs;
    }
    draft.sawTime(launchEpochMs);
    draft.sawTime(finishEpochMs);
    if (this.#stage !== undefined) {
      noteRun(this.#stage, columns.reason[row] === success, launchEpochMs, finishEpochMs);
    }
    return true;
  }

  #findStage(stageId: number, attemptId: number): void {
    if (stageId === this.#stageId && attemptId === this.#stageAttemptId) return;
    this.#stageId = stageId;
    this.#stageAttemptId = attemptId;
    this.#stageIndex = this.#draft.stageAttemptIndex(stageId, attemptId);
    this.#stage = this.#draft.stageAttempts[this.#stageIndex];
  }
}
