import { formatCount, formatDuration, formatMeasure, formatShare, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type StreamingQuery = NonNullable<Result['streamingQueries']>[number];

/** What each streaming query delivered: batches in time, how fresh results were, what is left to read. The latest ones last. */
export function streamingTable(result: Result): Table<StreamingQuery> {
  const queries = [...(result.streamingQueries ?? [])].sort((a, b) => (a.onTimeRatio ?? 2) - (b.onTimeRatio ?? 2));
  return { title: 'Streaming queries', rows: queries, columns: columns() };
}

function columns(): Column<StreamingQuery>[] {
  const length = (ms: number | undefined) => (ms === undefined ? '' : formatDuration(ms));
  return [
    { head: 'query', cell: ({ name, id }) => name ?? id, least: 8, cut: 'middle' },
    { head: 'batches', cell: ({ batches }) => formatCount(batches), align: 'right' },
    { head: 'rows', cell: ({ inputRows }) => formatCount(inputRows), align: 'right', dropOrder: 4 },
    { head: 'trigger', cell: ({ triggerMs }) => length(triggerMs), align: 'right' },
    {
      head: 'on time',
      cell: ({ onTimeRatio }) => (onTimeRatio === undefined ? '' : formatShare(onTimeRatio)),
      align: 'right',
      tone: ({ onTimeRatio }) => (onTimeRatio !== undefined && onTimeRatio < 0.9 ? 'bad' : undefined),
    },
    { head: 'median', cell: ({ batchMs }) => length(batchMs?.median), align: 'right' },
    { head: 'p95', cell: ({ batchMs }) => length(batchMs?.p95), align: 'right', dropOrder: 3 },
    { head: 'data age', cell: ({ freshness }) => length(freshness?.median), align: 'right' },
    { head: 'not read yet (at most)', cell: describeBacklog, align: 'right', dropOrder: 1 },
    {
      head: 'state',
      cell: ({ state }) => (state === undefined ? '' : `${formatCount(state.rows)} rows`),
      align: 'right',
      dropOrder: 2,
    },
    {
      head: 'most of it in',
      cell: ({ phaseMs }) => Object.entries(phaseMs).sort((a, b) => b[1] - a[1])[0]?.[0] ?? '',
      dropOrder: 5,
    },
    { head: 'end', cell: ({ exception }) => (exception === undefined ? '' : 'failed'), tone: () => 'bad' },
  ];
}

function describeBacklog({ backlogs }: StreamingQuery): string {
  const [backlog] = backlogs;
  if (backlog === undefined) return '';
  const { last, most, unit } = backlog;
  return most > last ? `${formatMeasure(last, unit)} (${formatMeasure(most, unit)})` : formatMeasure(last, unit);
}
