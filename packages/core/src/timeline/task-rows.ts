import { taskEndReasons, taskMetricFields, type TaskEndReason } from '../events/task.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskColumn } from '../model/task-table.ts';

/** One task run, as a table row. Times are milliseconds since the start of the application. */
export interface TaskRow {
  /** Row of the task table: what spans of task lanes carry as `id`. */
  readonly row: number;
  readonly taskId: number;
  /** Index into the stage attempts of the model. */
  readonly stageAttempt: number;
  readonly index: number;
  readonly attempt: number;
  readonly speculative: boolean;
  readonly reason: TaskEndReason;
  readonly failure: string;
  readonly executorId: string;
  readonly host: string;
  readonly locality: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly gcMs: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly spilledBytes: number;
}

/** A task run with everything that its end told. */
export interface TaskDetails extends TaskRow {
  readonly gettingResultMs: number;
  readonly hasMetrics: boolean;
  readonly metrics: Readonly<Record<(typeof taskMetricFields)[number], number>>;
}

export const taskSortKeys = [
  'startMs',
  'durationMs',
  'gcMs',
  'readBytes',
  'writtenBytes',
  'spilledBytes',
  'index',
] as const;
export type TaskSortKey = (typeof taskSortKeys)[number];

export interface TaskSelection {
  readonly stageAttempt?: number;
  readonly executorId?: string;
  /** Only runs that did not succeed. */
  readonly onlyFailed?: boolean;
  readonly sortBy: TaskSortKey;
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface TaskPage {
  /** Runs that the selection has in all. */
  readonly total: number;
  readonly rows: readonly TaskRow[];
}

const keyColumns: Readonly<Record<TaskSortKey, readonly TaskColumn[]>> = {
  startMs: ['launchMs'],
  durationMs: ['finishMs', 'launchMs'],
  gcMs: ['jvmGcMs'],
  readBytes: ['inputBytes', 'shuffleRemoteBytesRead', 'shuffleLocalBytesRead'],
  writtenBytes: ['outputBytes', 'shuffleBytesWritten'],
  spilledBytes: ['memoryBytesSpilled', 'diskBytesSpilled'],
  index: ['index'],
};
const success = taskEndReasons.indexOf('Success');

/** One page of the task runs that a selection has. */
export function selectTasks(model: ApplicationModel, selection: TaskSelection): TaskPage {
  const columns = keyColumns[selection.sortBy];
  const executorCode =
    selection.executorId === undefined ? undefined : model.tasks.executors.values.indexOf(selection.executorId);
  const rows: number[] = [];
  const keys: number[] = [];
  forEachTaskBlock(model.tasks, ['stageAttempt', 'executor', 'reason', ...columns], (block, count, firstRow) => {
    for (let i = 0; i < count; i++) {
      if (selection.stageAttempt !== undefined && block.stageAttempt[i] !== selection.stageAttempt) continue;
      if (executorCode !== undefined && block.executor[i] !== executorCode) continue;
      if (selection.onlyFailed === true && block.reason[i] === success) continue;
      rows.push(firstRow + i);
      // The one difference among the keys: how long a task took.
      keys.push(
        selection.sortBy === 'durationMs'
          ? (block.finishMs[i] ?? 0) - (block.launchMs[i] ?? 0)
          : columns.reduce((sum, column) => sum + (block[column][i] ?? 0), 0),
      );
    }
  });
  const sign = selection.descending ? -1 : 1;
  const order = Uint32Array.from(rows.keys()).sort((a, b) => sign * ((keys[a] ?? 0) - (keys[b] ?? 0)) || a - b);
  const page = order.subarray(selection.offset, selection.offset + selection.limit);
  return { total: rows.length, rows: Array.from(page, (place) => readTaskRow(model, rows[place] ?? 0)) };
}

function readTaskRow(model: ApplicationModel, row: number): TaskRow {
  const { columns, executors, hosts, localities, failures } = model.tasks;
  const sum = (key: TaskSortKey) => keyColumns[key].reduce((total, column) => total + columns[column].at(row), 0);
  return {
    row,
    taskId: columns.taskId.at(row),
    stageAttempt: columns.stageAttempt.at(row),
    index: columns.index.at(row),
    attempt: columns.attempt.at(row),
    speculative: columns.speculative.at(row) === 1,
    reason: taskEndReasons[columns.reason.at(row)] ?? 'UnknownReason',
    failure: failures.valueOf(columns.failure.at(row)),
    executorId: executors.valueOf(columns.executor.at(row)),
    host: hosts.valueOf(columns.host.at(row)),
    locality: localities.valueOf(columns.locality.at(row)),
    startMs: columns.launchMs.at(row),
    durationMs: columns.finishMs.at(row) - columns.launchMs.at(row),
    gcMs: sum('gcMs'),
    readBytes: sum('readBytes'),
    writtenBytes: sum('writtenBytes'),
    spilledBytes: sum('spilledBytes'),
  };
}

/** Everything known of one run; nothing when there is no such row. */
export function describeTask(model: ApplicationModel, row: number): TaskDetails | undefined {
  const { columns, rowCount } = model.tasks;
  if (!Number.isInteger(row) || row < 0 || row >= rowCount) return undefined;
  const metrics = Object.fromEntries(taskMetricFields.map((field) => [field, columns[field].at(row)]));
  return {
    ...readTaskRow(model, row),
    gettingResultMs: columns.gettingResultMs.at(row),
    hasMetrics: columns.hasMetrics.at(row) === 1,
    metrics: metrics as TaskDetails['metrics'],
  };
}

/** The row of the (last) run of a task id. */
export function findTask(model: ApplicationModel, taskId: number): number | undefined {
  let found: number | undefined;
  forEachTaskBlock(model.tasks, ['taskId'], (block, count, firstRow) => {
    for (let i = 0; i < count; i++) if (block.taskId[i] === taskId) found = firstRow + i;
  });
  return found;
}
