import { formatCount, formatDuration, formatOffset, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Failure = Result['failures'][number];
type Job = Result['jobs'][number];

/** The jobs that Spark gave up. */
export function failedJobsTable(result: Result): Table<Job> {
  return { title: 'Failed jobs', rows: result.jobs.filter(({ status }) => status === 'failed'), columns: jobColumns };
}

/** Why tasks failed or were killed. */
export function taskFailuresTable(result: Result): Table<Failure> {
  return { title: 'Failed and killed tasks', rows: result.failures, columns: failureColumns };
}

const failureColumns: readonly Column<Failure>[] = [
  { head: 'tasks', cell: ({ tasks }) => formatCount(tasks), align: 'right' },
  { head: 'kind', cell: ({ reason }) => reason, least: 10 },
  { head: 'stages', cell: ({ stageIds }) => shortList(stageIds) },
  { head: 'what it says', cell: ({ text }) => text, least: 20 },
];

const jobColumns: readonly Column<Job>[] = [
  { head: 'job', cell: ({ id }) => String(id), align: 'right' },
  { head: 'what', cell: ({ description, name }) => description ?? name ?? '', least: 12 },
  { head: 'began', cell: ({ startMs }) => formatOffset(startMs), align: 'right' },
  { head: 'lasted', cell: ({ startMs, endMs }) => formatDuration(endMs - startMs), align: 'right' },
  { head: 'what it says', cell: ({ failureMessage }) => firstLine(failureMessage ?? ''), least: 20, cut: 'middle' },
];

/** Spark puts the failure of the task behind its own words, and stack traces below. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

function shortList(ids: readonly number[]): string {
  return ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 2).join(', ')} +${ids.length - 2}`;
}
