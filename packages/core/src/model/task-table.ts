import { taskEndReasons, type TaskEndReason, type TaskNumberField, type TaskRecord } from '../events/task.ts';
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
  'executorDeserializeMs',
  'executorDeserializeCpuNs',
  'executorRunMs',
  'executorCpuNs',
  'peakExecutionMemoryBytes',
  'resultSizeBytes',
  'jvmGcMs',
  'resultSerializationMs',
  'memoryBytesSpilled',
  'diskBytesSpilled',
  'shuffleRemoteBlocksFetched',
  'shuffleLocalBlocksFetched',
  'shuffleFetchWaitMs',
  'shuffleRemoteBytesRead',
  'shuffleRemoteBytesReadToDisk',
  'shuffleLocalBytesRead',
  'shuffleRecordsRead',
  'shuffleRemoteRequestsMs',
  'shuffleBytesWritten',
  'shuffleWriteNs',
  'shuffleRecordsWritten',
  'inputBytes',
  'inputRecords',
  'outputBytes',
  'outputRecords',
  'peakJvmHeapBytes',
] as const;
export type TaskColumn = (typeof taskColumns)[number];

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

  constructor() {
    this.columns = Object.fromEntries(taskColumns.map((name) => [name, new Column()])) as Record<TaskColumn, Column>;
    this.failures.codeOf('');
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
    const fetchStart = task.gettingResultEpochMs;
    columns.gettingResultMs.push(fetchStart > 0 ? Math.max(0, task.finishEpochMs - fetchStart) : 0);
    columns.executor.push(this.executors.codeOf(task.executorId));
    columns.host.push(this.hosts.codeOf(task.host));
    columns.locality.push(this.localities.codeOf(task.locality));
    columns.reason.push(taskEndReasons.indexOf(reason));
    columns.failure.push(this.#failureCode(task.failure));
    columns.exitCausedByApp.push(task.exitCausedByApp ? 1 : 0);
    columns.hasMetrics.push(task.hasMetrics ? 1 : 0);
  }

  #failureCode(text: string): number {
    return this.failures.codeOf(this.failures.values.length < maxFailureTexts ? text : otherFailures);
  }

  /** Makes the times of day relative to the start of the application. */
  shiftTimes(startEpochMs: number): void {
    this.columns.launchMs.shift(-startEpochMs);
    this.columns.finishMs.shift(-startEpochMs);
  }

  reasonOf(row: number): TaskEndReason {
    return taskEndReasons[this.columns.reason.at(row)] ?? 'UnknownReason';
  }
}
