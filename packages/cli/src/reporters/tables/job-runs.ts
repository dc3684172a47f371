import { formatBytes, formatCount, formatDuration, formatOffset, plural, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type JobRun = NonNullable<Result['jobRuns']>[number];
type Task = JobRun['tasks'][number];

/** One table per run of the Databricks job: its tasks with their phases, and what decided when it ended. */
export function jobRunTables({ jobRuns = [] }: Result): { table: Table<Task | JobRun>; remarks: string[] }[] {
  return jobRuns.map((run) => {
    const rows: (Task | JobRun)[] = run.tasks.length > 0 ? [...run.tasks] : [run];
    const title = `Job run ${run.name ?? run.runId}: ${run.result}, ${formatDuration(run.durationMs)}`;
    const path = run.tasks
      .filter(({ onCriticalPath }) => onCriticalPath)
      .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
    const remarks = [
      ...(path.length > 1 ? [`Its end was decided by ${path.map(nameOf).join(', then ')}.`] : []),
      ...(run.message === undefined ? [] : [run.message]),
    ];
    return { table: { title, rows, columns }, remarks };
  });
}

/** What is known of earlier runs of the job, and of the limits in its bundle, one sentence each. */
export function jobRemarks({ jobHistories = [], jobLimits = [] }: Result): string[] {
  const histories = jobHistories.map(({ jobId, name, runs, succeeded, medianDurationMs, latestDurationMs }) => {
    const usual =
      medianDurationMs === undefined ? 'none succeeded' : `${formatDuration(medianDurationMs)} in the median`;
    return `Job ${name ?? jobId}: ${plural(runs, 'run')}, ${succeeded} succeeded, ${usual}, ${formatDuration(latestDurationMs)} the last.`;
  });
  return [...histories, ...jobLimits.map(describeLimit)];
}

function describeLimit({ taskKey, metric, unit, limit, measured }: NonNullable<Result['jobLimits']>[number]): string {
  const show = (value: number) => {
    if (unit === 'ms') return formatDuration(value);
    if (unit === 'retries') return plural(value, 'retry', 'retries');
    return unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} ${unit}`;
  };
  const verdict =
    measured === undefined
      ? 'nothing to measure it by'
      : `${show(measured)}, ${measured > limit ? 'EXCEEDED' : 'kept'}`;
  const whose = taskKey === undefined ? '' : ` of task ${taskKey}`;
  return `Limit ${metric}${whose} of ${show(limit)} in the bundle: ${verdict}.`;
}

function nameOf(row: Task | JobRun): string {
  const attempt = row.attempt > 0 ? ` (attempt ${row.attempt + 1})` : '';
  return `${'key' in row ? row.key : (row.name ?? row.runId)}${attempt}`;
}

const length = (ms: number) => (ms > 0 ? formatDuration(ms) : '');

const columns: readonly Column<Task | JobRun>[] = [
  { head: 'task', cell: nameOf, least: 10, cut: 'middle' },
  { head: 'waits for', cell: (row) => ('dependsOn' in row ? row.dependsOn.join(', ') : ''), least: 8, dropOrder: 3 },
  {
    head: 'from',
    cell: ({ startMs }) =>
      startMs === undefined ? '' : startMs < 0 ? `-${formatDuration(-startMs)}` : formatOffset(startMs),
    align: 'right',
    dropOrder: 2,
  },
  { head: 'queue', cell: ({ queueMs }) => length(queueMs), align: 'right' },
  { head: 'set-up', cell: ({ setupMs }) => length(setupMs), align: 'right' },
  { head: 'execution', cell: ({ executionMs }) => length(executionMs), align: 'right' },
  { head: 'clean-up', cell: ({ cleanupMs }) => length(cleanupMs), align: 'right', dropOrder: 4 },
  {
    head: 'result',
    cell: ({ result }) => result,
    tone: ({ result }) => (result.startsWith('SUCCESS') ? undefined : 'bad'),
  },
  { head: 'decided', cell: (row) => ('onCriticalPath' in row && row.onCriticalPath ? 'yes' : ''), dropOrder: 1 },
];
