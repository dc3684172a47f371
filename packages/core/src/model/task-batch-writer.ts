import { newTaskRecord, taskEndReasons, type TaskRecord } from '../events/task.ts';
import { scanColumns, startKind, type TaskBatch, type TaskRows } from '../ingest/fast/task-columns.ts';
import { knownEpochMs, noteRuns, type ModelDraft, type StageAttemptDraft } from './draft.ts';

const success = taskEndReasons.indexOf('Success');

/** Applies batches of task events to a draft in the order of their lines, as `ModelBuilder.add` does one by one. */
export class TaskBatchWriter {
  #draft: ModelDraft;
  #open: TaskRecord = newTaskRecord();
  /** Of starts whose ends had not come yet: row and stage by turns. */
  #starts: number[] = [];
  #startWords = 0;
  /** Rows of ends that were there before, in ascending order. */
  #repeated: number[] = [];
  /** Of the last task: neighbours nearly always share it. */
  #stageId = Number.NaN;
  #stageAttemptId = Number.NaN;
  #stageIndex = 0;
  #stage: StageAttemptDraft | undefined;
  /** What is not yet noted of that stage. */
  #successes = 0;
  #firstLaunchEpochMs = Number.POSITIVE_INFINITY;
  #lastFinishEpochMs = Number.NEGATIVE_INFINITY;

  constructor(draft: ModelDraft) {
    this.#draft = draft;
  }

  /** The ends of the batch are the open rows of the draft's task table. */
  write({ starts, ends, order, firstEnd, eventCount }: TaskBatch, texts: readonly string[]): void {
    let start = 0;
    let end = firstEnd;
    for (let event = 0; event < eventCount; event++) {
      if (order[event] === startKind) this.#noteStart(starts.columns, start++);
      else this.#addEnd(ends.columns, end++);
    }
    this.#noteRuns();
    this.#openTasks(starts.columns, texts);
    if (this.#repeated.length > 0) this.#dropRepeated(ends);
    this.#draft.tasks.acceptRows(firstEnd, texts);
  }

  #noteStart(columns: TaskRows['columns'], row: number): void {
    const draft = this.#draft;
    draft.sawTime(knownEpochMs(columns.launchEpochMs[row]));
    if (draft.endedTaskIds.has(columns.taskId[row] ?? 0)) return;
    this.#findStage(columns.stageId[row] ?? 0, columns.stageAttemptId[row] ?? 0);
    this.#starts[this.#startWords++] = row;
    this.#starts[this.#startWords++] = this.#stageIndex;
  }

  /** Most ends follow their starts closely: only of the few others is a start kept. */
  #openTasks(columns: TaskRows['columns'], texts: readonly string[]): void {
    const { endedTaskIds, openTasks } = this.#draft;
    const task = this.#open;
    for (let at = 0; at < this.#startWords; at += 2) {
      const row = this.#starts[at] ?? 0;
      const taskId = columns.taskId[row] ?? 0;
      if (endedTaskIds.has(taskId)) continue;
      task.taskId = taskId;
      task.index = columns.index[row] ?? 0;
      task.attempt = columns.attempt[row] ?? 0;
      task.partitionId = columns.partitionId[row] ?? 0;
      task.launchEpochMs = knownEpochMs(columns.launchEpochMs[row]);
      task.speculative = columns.speculative[row] ?? 0;
      task.executorId = texts[columns.executorId[row] ?? 0] ?? '';
      task.host = texts[columns.host[row] ?? 0] ?? '';
      task.locality = texts[columns.locality[row] ?? 0] ?? '';
      openTasks.set(task, this.#starts[at + 1] ?? 0);
    }
    this.#startWords = 0;
  }

  #addEnd(columns: TaskRows['columns'], row: number): void {
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
    if (columns.reason[row] === success) this.#successes++;
    if (launchEpochMs < this.#firstLaunchEpochMs) this.#firstLaunchEpochMs = launchEpochMs;
    if (finishEpochMs > this.#lastFinishEpochMs) this.#lastFinishEpochMs = finishEpochMs;
  }

  #findStage(stageId: number, attemptId: number): void {
    if (stageId === this.#stageId && attemptId === this.#stageAttemptId) return;
    this.#noteRuns();
    this.#stageId = stageId;
    this.#stageAttemptId = attemptId;
    this.#stageIndex = this.#draft.stageAttemptIndex(stageId, attemptId);
    this.#stage = this.#draft.stageAttempts[this.#stageIndex];
  }

  #noteRuns(): void {
    const hasRuns = this.#firstLaunchEpochMs !== Number.POSITIVE_INFINITY;
    if (this.#stage === undefined || !hasRuns) return;
    noteRuns(this.#stage, this.#successes, this.#firstLaunchEpochMs, this.#lastFinishEpochMs);
    this.#successes = 0;
    this.#firstLaunchEpochMs = Number.POSITIVE_INFINITY;
    this.#lastFinishEpochMs = Number.NEGATIVE_INFINITY;
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
