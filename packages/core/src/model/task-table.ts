import {
  taskEndReasons,
  type TaskEndReason,
  taskMetricFields,
  taskNumberFields,
  type TaskRecord,
} from '../events/task.ts';
import { newTaskRows, type ScanColumn, type TaskRows } from '../ingest/fast/task-columns.ts';
import { blockRows, Column, DroppedColumn, type PackedBlock } from '../util/column.ts';
import { Dictionary } from '../util/dictionary.ts';
import { TextCoder } from './text-coder.ts';

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

/** What only those who look at single tasks want to know: no ledger, finding or comparison rests on it. */
const detailColumns: ReadonlySet<TaskColumn> = new Set([
  'gettingResultMs',
  'locality',
  'exitCausedByApp',
  'hasMetrics',
  'executorDeserializeCpuNs',
  'peakExecutionMemoryBytes',
  'resultSizeBytes',
  'shuffleLocalBlocksFetched',
  'shuffleRemoteBytesReadToDisk',
  'shuffleRemoteRequestsMs',
  'shuffleRecordsWritten',
] as const);

const metricColumns: ReadonlySet<string> = new Set(taskMetricFields);

/** Columns that stand under another name in the block that is being filled; scanners fill it, the table turns it into its own terms. */
const openNames: Partial<Record<TaskColumn, ScanColumn>> = {
  stageAttempt: 'stageId',
  launchMs: 'launchEpochMs',
  finishMs: 'finishEpochMs',
  gettingResultMs: 'gettingResultEpochMs',
  executor: 'executorId',
};

function openName(column: TaskColumn): ScanColumn {
  return openNames[column] ?? (column as ScanColumn);
}

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
  /** The rows behind the last full block. A scanner may fill them, and then hands them to {@link acceptRows}. */
  #open: TaskRows;
  #coders: readonly TextCoder[];

  /** Without details, a fifth less memory; whoever reads one of {@link detailColumns} then gets an error. */
  constructor(keepDetails = true) {
    // Room is made when the first row comes: many a table is filled by a scanner, or stays empty.
    const open = newTaskRows(0);
    this.#open = open;
    this.columns = Object.fromEntries(
      taskColumns.map((name) => {
        const values = open.columns[openName(name)];
        const isKept = keepDetails || !detailColumns.has(name);
        return [name, isKept ? new Column(values, open) : new DroppedColumn(name, values, open)];
      }),
    ) as Record<TaskColumn, Column>;
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

  get open(): TaskRows {
    return this.#open;
  }

  /** Adds a run. Times are taken as they are in the log (epoch ms) until {@link shiftTimes}. */
  push(task: TaskRecord, reason: TaskEndReason, stageAttemptIndex: number): void {
    if (this.#open.columns.taskId.length < blockRows) this.moveTo(newTaskRows(blockRows));
    const { columns } = this.#open;
    const row = this.#open.count++;
    for (const field of taskNumberFields) columns[field][row] = task[field];
    columns.stageId[row] = stageAttemptIndex;
    columns.gettingResultEpochMs[row] = gettingResultMs(task.gettingResultEpochMs, task.finishEpochMs);
    columns.executorId[row] = this.executors.codeOf(task.executorId);
    columns.host[row] = this.hosts.codeOf(task.host);
    columns.locality[row] = this.localities.codeOf(task.locality);
    columns.reason[row] = taskEndReasons.indexOf(reason);
    columns.failure[row] = this.#failureCode(task.failure);
    columns.exitCausedByApp[row] = task.exitCausedByApp ? 1 : 0;
    columns.hasMetrics[row] = task.hasMetrics ? 1 : 0;
    this.#sealIfFull();
  }

  /**
   * Takes what a scanner has written to the open rows from `firstRow` on, with the index of the stage attempt in place of the
   * stage's id; `texts` are the scanner's.
   */
  acceptRows(firstRow: number, texts: readonly string[]): void {
    const { count, columns } = this.#open;
    for (const coder of this.#coders) coder.translate(columns[coder.field], firstRow, count, texts);
    const { gettingResultEpochMs: fetch, finishEpochMs: finish } = columns;
    for (let row = firstRow; row < count; row++) {
      const fetchStart = fetch[row] ?? 0;
      if (fetchStart !== 0) fetch[row] = gettingResultMs(fetchStart, finish[row] ?? 0);
    }
    this.#sealIfFull();
  }

  /** Goes on filling other rows, into which those filled so far are copied. */
  moveTo(rows: TaskRows): void {
    const { count, columns } = this.#open;
    for (const [name, values] of Object.entries(columns) as [ScanColumn, Float64Array][]) {
      rows.columns[name].set(values.subarray(0, count));
    }
    rows.count = count;
    this.#open = rows;
    for (const name of taskColumns) this.columns[name].moveTo(rows.columns[openName(name)], rows);
  }

  /** Makes the times of day relative to the start of the application. No rows can be added after that. */
  shiftTimes(startEpochMs: number): void {
    // The rows may lie in a scanner's memory, and have room for more than there are.
    this.moveTo(newTaskRows(this.#open.count));
    for (const name of taskMetricFields) raiseToZero(this.#open.columns[name]);
    this.columns.launchMs.shift(-startEpochMs);
    this.columns.finishMs.shift(-startEpochMs);
  }

  #sealIfFull(): void {
    const open = this.#open;
    if (open.count < blockRows) return;
    for (const name of taskColumns) {
      const column = this.columns[name];
      if (column instanceof DroppedColumn) continue;
      const values = open.columns[openName(name)];
      const block = open.pack(values);
      if (metricColumns.has(name) && mayBeNegative(block)) {
        raiseToZero(values);
        column.seal(open.pack(values));
      } else column.seal(block);
    }
    open.count = 0;
  }

  #failureCode(text: string): number {
    const { failures } = this;
    return failures.codeOf(failures.has(text) || failures.values.length < maxFailureTexts ? text : otherFailures);
  }
}

/** No metric of a task can be below zero; where a log says so, it is damaged, or an old Spark counted wrong. */
function raiseToZero(values: Float64Array): void {
  for (let row = 0; row < values.length; row++) if ((values[row] ?? 0) < 0) values[row] = 0;
}

/** The base of a block is its least value, but of blocks that stay as they are. */
function mayBeNegative({ base, offsets }: PackedBlock): boolean {
  return base < 0 || offsets instanceof Float64Array;
}

function gettingResultMs(fetchStartEpochMs: number, finishEpochMs: number): number {
  return fetchStartEpochMs > 0 ? Math.max(0, finishEpochMs - fetchStartEpochMs) : 0;
}
