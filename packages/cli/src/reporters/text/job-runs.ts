import { formatBytes, formatCount, formatDuration, formatOffset, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import type { Extent } from './extent.ts';
import { listing } from './listing.ts';
import type { Column } from '../tables/table.ts';

type JobRun = NonNullable<Result['jobRuns']>[number];
type Task = JobRun['tasks'][number];

/** The job run that the application worked for: its tasks with their phases, and which of them decided when it ended. */
export function jobRunsSection(result: Result, extent: Extent, page: Page): string[] {
  const { jobRuns = [], jobHistories = [] } = result;
  const histories = jobHistories.map(({ jobId, name, runs, succeeded, medianDurationMs, latestDurationMs }) => {
    const usual =
      medianDurationMs === undefined ? 'none succeeded' : `${formatDuration(medianDurationMs)} in the median`;
    return `Job ${name ?? jobId}: ${plural(runs, 'run')}, ${succeeded} succeeded, ${usual}, ${formatDuration(latestDurationMs)} the last.`;
  });
  const lines = jobRuns.flatMap((run, index) => [...(index > 0 ? [''] : []), ...describeRun(run, extent, page)]);
  const remarks = [...histories, ...(result.jobLimits ?? []).map(describeLimit)].flatMap((remark) =>
    wrapBehind(`${page.symbols.dot} `, escapeText(remark), page.width),
  );
  return [...lines, ...remarks];
}

function describeLimit({ metric, unit, limit, measured }: NonNullable<Result['jobLimits']>[number]): string {
  const show = (value: number) =>
    unit === 'ms' ? formatDuration(value) : unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} ${unit}`;
  const verdict =
    measured === undefined
      ? 'nothing to measure it by'
      : `${show(measured)}, ${measured > limit ? 'EXCEEDED' : 'kept'}`;
  return `Limit ${metric} of ${show(limit)} in the bundle: ${verdict}.`;
}

function describeRun(run: JobRun, extent: Extent, page: Page): string[] {
  const rows: (Task | JobRun)[] = run.tasks.length > 0 ? [...run.tasks] : [run];
  const title = `Job run ${run.name ?? run.runId}: ${run.result}, ${formatDuration(run.durationMs)}`;
  const path = run.tasks
    .filter(({ onCriticalPath }) => onCriticalPath)
    .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
  const remarks = [
    ...(path.length > 1 ? [`Its end was decided by ${path.map(nameOf).join(', then ')}.`] : []),
    ...(run.message === undefined ? [] : [run.message]),
  ];
  return [
    ...listing({ title, rows, columns: columns() }, extent.rows, page),
    ...remarks.flatMap((remark) => wrapBehind(`${page.symbols.dot} `, escapeText(remark), page.width)),
  ];
}

function nameOf(row: Task | JobRun): string {
  const attempt = row.attempt > 0 ? ` (attempt ${row.attempt + 1})` : '';
  return `${'key' in row ? row.key : (row.name ?? row.runId)}${attempt}`;
}

function columns(): Column<Task | JobRun>[] {
  const length = (ms: number) => (ms > 0 ? formatDuration(ms) : '');
  return [
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
}
