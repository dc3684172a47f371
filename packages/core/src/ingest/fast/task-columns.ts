import {
  taskEndReasons,
  taskNumberFields,
  type TaskEndReason,
  type TaskNumberField,
  type TaskRecord,
} from '../../events/task.ts';

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

/** Rows of one kind of task event; `values[column][row]`. */
export interface TaskRows {
  count: number;
  readonly columns: Readonly<Record<ScanColumn, Float64Array>>;
}

/** As many task events as scanners read before they hand them on: the columns of a batch stay in the processor's cache. */
export const batchRows = 512;

/** Task events as read, starts and ends apart, and the order in which they came. */
export interface TaskBatch {
  readonly starts: TaskRows;
  readonly ends: TaskRows;
  /** One entry per event: {@link startKind} or {@link endKind}. */
  readonly order: Uint8Array;
}
export const startKind = 0;
export const endKind = 1;

/** Bytes of the columns of one kind of task event. */
export const rowsByteLength = scanColumns.length * batchRows * Float64Array.BYTES_PER_ELEMENT;

/** Rows over memory that somebody else may write to. */
export function taskRowsOver(buffer: ArrayBuffer, byteOffset: number): TaskRows {
  const columns = Object.fromEntries(
    scanColumns.map((name, index) => [name, new Float64Array(buffer, byteOffset + index * batchRows * 8, batchRows)]),
  ) as Record<ScanColumn, Float64Array>;
  return { count: 0, columns };
}
