import { formatDuration, formatOffset, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Execution = Result['sqlExecutions'][number];

/** The SQL executions that took longest. */
export function sqlTable(result: Result): Table<Execution> {
  const lengthMs = ({ startMs, endMs }: Execution) => endMs - startMs;
  const longest = [...result.sqlExecutions].sort((a, b) => lengthMs(b) - lengthMs(a));
  return { title: 'Longest SQL executions', rows: longest, columns };
}

const columns: readonly Column<Execution>[] = [
  { head: 'query', cell: ({ id }) => String(id), align: 'right' },
  { head: 'what', cell: ({ description }) => description ?? '', least: 20 },
  { head: 'began', cell: ({ startMs }) => formatOffset(startMs), align: 'right', dropOrder: 1 },
  { head: 'took', cell: ({ startMs, endMs }) => formatDuration(endMs - startMs), align: 'right' },
  { head: 'jobs', cell: ({ jobIds }) => String(jobIds.length), align: 'right', dropOrder: 2 },
  {
    head: 'end',
    cell: ({ endInferred, errorMessage }) => errorMessage ?? (endInferred ? 'not in the log' : ''),
    least: 14,
    tone: () => 'bad',
  },
];
