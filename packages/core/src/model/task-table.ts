import {
  taskEndReasons,
  type TaskEndReason,
  type TaskNumberField,
  type TaskRecord,
  taskMetricFields,
} from '../events/task.ts';
import type { ScanColumn, TaskRows } from '../ingest/fast/task-columns.ts';
import { Column } from '../util/column.ts';
import { Dictionary } from '../util/dictionary.ts';

/** Columns of the task table: one row per run of a task. Codes point into the table's dictionaries. */
export const taskColumns = [
  'taskId',
  /** Index into `ApplicationModel.stageAttempts`. */
  'stageAttempt',
  'index',
  'attempt',
  'partitionId',
  'launchMs',
  'finishMs',
  /** How long the driver fetched the result; 0 when it came with the status update. */
  'gettingResultMs',
  'speculative',
  'executor',
  'host',
  'locality',
  /** Index into `taskEndReasons`. */
  'reason',
  /** Index into `failures`; 0 is "none". */
  'failure',
  'exitCausedByApp',
  'hasMetrics',
  ...taskMetricFields,
] as const;
export type TaskColumn = (typeof taskColumns)[number];

/** Columns that hold what a scanner calls by another name (and the table has turned into its own terms by then). */
const scanNames: Partial<Record<TaskColumn, ScanColumn>> = {
  launchMs: 'launchEpochMs',
  finishMs: 'finishEpochMs',
  gettingResultMs: 'gettingResultEpochMs',
  executor: 'executorId',
};

const copiedFields = taskColumns.filter(
  (column): column is TaskColumn & TaskNumberField =>
    !['stageAttempt', 'launchMs', 'finishMs', 'gettingResultMs'].includes(column) &&
    !['executor', 'host', 'locality', 'reason', 'failure', 'exitCausedByApp', 'hasMetrics'].includes(column),
);

/** Distinct failure texts kept; later ones share one entry, so that a million different messages cost no memory. */
const maxFailureTexts = 10_000;
const otherFailures = '(further failure texts were not kept)';

/** All task runs of an application, column by column. */
export class TaskTable {
  readonly columns: Readonly<Record<TaskColumn, Column>>;
  readonly executors = new Dictionary();
  readonly hosts = new Dictionary();
  readonly localities = new Dictionary();
  readonly failures = new Dictionary();
  /** By code of a scanner's text. */
  #coders: readonly TextCoder[];

  constructor() {
    this.columns = Object.fromEntries(taskColumns.map((name) => [name, new Column()])) as Record<TaskColumn, Column>;
    this.failures.codeOf('');
    this.#coders = [
      new TextCoder('executorId', (text) => this.executors.codeOf(text)),
      new TextCoder('host', (text) => this.hosts.codeOf(text)),
      new TextCoder('locality', (text) => this.localities.codeOf(text)),
      new TextCoder('failure', (text) => this.#failureCode(text)),
    ];
  }

  get rowCount(): number {
    return this.columns.taskId.length;
  }

  /** Adds a run. Times are taken as they are in the log (epoch ms) until {@link shiftTimes}. */
  push(task: TaskRecord, reason: TaskEndReason, stageAttemptIndex: number): void {
    const { columns } = this;
    for (const field of copiedFields) columns[field].push(task[field]);
    columns.stageAttempt.push(stageAttemptIndex);
    columns.launchMs.push(task.launchEpochMs);
    columns.finishMs.push(task.finishEpochMs);
    columns.gettingResultMs.push(gettingResultMs(task.gettingResultEpochMs, task.finishEpochMs));
    columns.executor.push(this.executors.codeOf(task.executorId));
    columns.host.push(this.hosts.codeOf(task.host));
    columns.locality.push(this.localities.codeOf(task.locality));
    columns.reason.push(taskEndReasons.indexOf(reason));
    columns.failure.push(this.#failureCode(task.failure));
    columns.exitCausedByApp.push(task.exitCausedByApp ? 1 : 0);
    columns.hasMetrics.push(task.hasMetrics ? 1 : 0);
  }

  /**
   * Adds the rows `start` to `end` of what a scanner read; `stageAttempts` holds their indices. The rows are changed in
   * place, since a copy of so many columns would cost as much as reading them.
   */
  appendRows(rows: TaskRows, start: number, end: number, stageAttempts: Float64Array, texts: readonly string[]): void {
    for (const coder of this.#coders) coder.translate(rows.columns[coder.field], start, end, texts);
    const { gettingResultEpochMs: fetch, finishEpochMs: finish } = rows.columns;
    for (let row = start; row < end; row++) fetch[row] = gettingResultMs(fetch[row] ?? 0, finish[row] ?? 0);
    for (const name of taskColumns) {
      const values = name === 'stageAttempt' ? stageAttempts : rows.columns[scanNames[name] ?? (name as ScanColumn)];
      this.columns[name].append(values, start, end);
    }
  }

  #failureCode(text: string): number {
    const { failures } = this;
    return failures.codeOf(failures.has(text) || failures.values.length < maxFailureTexts ? text : otherFailures);
  }

  /** Makes the times of day relative to the start of the application. */
  shiftTimes(startEpochMs: number): void {
    this.columns.launchMs.shift(-startEpochMs);
    this.columns.finishMs.shift(-startEpochMs);
  }
}

function gettingResultMs(fetchStartEpochMs: number, finishEpochMs: number): number {
  return fetchStartEpochMs > 0 ? Math.max(0, finishEpochMs - fetchStartEpochMs) : 0;
}

/** Turns a scanner's codes of texts into those of a dictionary, which hands them out in the order of rows. */
class TextCoder {
  readonly field: 'executorId' | 'host' | 'locality' | 'failure';
  #codeOf: (text: string) => number;
  /** -1 where none was handed out yet. */
  #codes = new Int32Array(256).fill(-1);

  constructor(field: TextCoder['field'], codeOf: (text: string) => number) {
    this.field = field;
    this.#codeOf = codeOf;
  }

  translate(column: Float64Array, start: number, end: number, texts: readonly string[]): void {
    for (let row = start; row < end; row++) {
      const textCode = column[row] ?? 0;
      const code = this.#codes[textCode] ?? -1;
      column[row] = code < 0 ? this.#learn(textCode, texts) : code;
    }
  }

  #learn(textCode: number, texts: readonly string[]): number {
    if (textCode >= this.#codes.length) {
      const grown = new Int32Array(2 * textCode).fill(-1);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    return (this.#codes[textCode] = this.#codeOf(texts[textCode] ?? ''));
  }
}
