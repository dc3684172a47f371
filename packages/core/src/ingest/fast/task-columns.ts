import {
  taskEndReasons,
  taskNumberFields,
  type TaskEndReason,
  type TaskNumberField,
  type TaskRecord,
} from '../../events/task.ts';
import { blockRows, packBlock, type PackedBlock } from '../../util/column.ts';

/** Texts of a task record; in batches they are codes into {@link TextTable}. */
export const taskTextFields = ['executorId', 'host', 'locality', 'failure'] as const;
export type TaskTextField = (typeof taskTextFields)[number];

const verdictFields = ['reason', 'exitCausedByApp', 'hasMetrics'] as const;

/** Columns in which scanners write what {@link TaskRecord} holds: numbers, codes of texts, verdicts. */
export const scanColumns = [...taskNumberFields, ...taskTextFields, ...verdictFields] as const;
export type ScanColumn = TaskNumberField | TaskTextField | (typeof verdictFields)[number];

/** A record spread over {@link scanColumns}, texts still as texts; nothing when it is no run of a task. */
export function spreadRecord(record: TaskRecord): (number | string)[] | undefined {
  const { reason } = record;
  if (reason === 'Resubmitted') return undefined;
  return [
    ...taskNumberFields.map((field) => record[field]),
    ...taskTextFields.map((field) => record[field]),
    taskEndReasons.indexOf(reason satisfies TaskEndReason),
    record.exitCausedByApp ? 1 : 0,
    record.hasMetrics ? 1 : 0,
  ];
}

/** What is kept of a task start until its end comes. */
export const startColumns = [
  'taskId',
  'stageId',
  'stageAttemptId',
  'index',
  'attempt',
  'partitionId',
  'launchEpochMs',
  'speculative',
  'executorId',
  'host',
  'locality',
] as const satisfies readonly ScanColumn[];

/** Rows of one kind of task event; `columns[name][row]`. */
export interface TaskRows {
  count: number;
  readonly columns: Readonly<Record<ScanColumn, Float64Array>>;
  /** Packs one of the columns, when all of its rows are filled. */
  readonly pack: (values: Float64Array) => PackedBlock;
}

/** As many task starts as scanners read before they hand them on. */
export const startRows = 512;

/** What one scan read: starts and ends apart, and the order in which they came. */
export interface TaskBatch {
  readonly starts: TaskRows;
  readonly ends: TaskRows;
  /** One entry per event: {@link startKind} or {@link endKind}. */
  readonly order: Uint8Array;
  /** The row of the first end that the last scan added. */
  firstEnd: number;
  eventCount: number;
}
export const startKind = 0;
export const endKind = 1;

/** Most events of one scan. */
export const orderLength = startRows + blockRows;

/**
 * Bytes from one column to the next, a little more than its length: with a power of two, one row of all columns would
 * compete for the same few lines of the processor's cache.
 */
export function columnStride(rows: number): number {
  return rows * Float64Array.BYTES_PER_ELEMENT + 128;
}

/** Rows over memory that somebody else may write to. */
export function taskRowsOver(buffer: ArrayBuffer, byteOffset: number, rows: number, pack = packBlock): TaskRows {
  const columns = Object.fromEntries(
    scanColumns.map((name, index) => [name, new Float64Array(buffer, byteOffset + index * columnStride(rows), rows)]),
  ) as Record<ScanColumn, Float64Array>;
  return { count: 0, columns, pack };
}

/** Rows in memory of their own. */
export function newTaskRows(rows: number): TaskRows {
  return taskRowsOver(new ArrayBuffer(scanColumns.length * columnStride(rows)), 0, rows);
}
