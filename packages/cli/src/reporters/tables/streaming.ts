import { formatCount, formatDuration, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Query = Result['streamingQueries'][number];

/** Each run of a streaming query: how long its batches took, and whether it kept up at the end. */
export function streamingTable(result: Result): Table<Query> {
  return { title: 'Streaming queries', rows: result.streamingQueries, columns };
}

const columns: readonly Column<Query>[] = [
  { head: 'query', cell: ({ name, id }) => name ?? id, least: 12, cut: 'middle' },
  { head: 'ran', cell: ({ startMs, endMs }) => formatDuration(endMs - startMs), align: 'right', dropOrder: 4 },
  { head: 'batches', cell: ({ batches }) => formatCount(batches), align: 'right' },
  { head: 'rows', cell: ({ inputRows }) => formatCount(inputRows), align: 'right', dropOrder: 3 },
  { head: 'med', cell: ({ batchMs }) => duration(batchMs?.median), align: 'right' },
  { head: 'max', cell: ({ batchMs }) => duration(batchMs?.max), align: 'right', dropOrder: 2 },
  { head: 'last', cell: ({ last }) => duration(last?.durationMs), align: 'right' },
  { head: 'rows/s in', cell: ({ last }) => rate(last?.inputRowsPerSecond), align: 'right' },
  {
    head: 'done',
    cell: ({ last }) => rate(last?.processedRowsPerSecond),
    align: 'right',
    tone: ({ last }) =>
      last !== undefined && last.processedRowsPerSecond < last.inputRowsPerSecond ? 'bad' : undefined,
  },
  { head: 'behind', cell: ({ last }) => rate(last?.backlogOffsets), align: 'right', dropOrder: 1 },
  { head: 'failed with', cell: ({ exception }) => exception ?? '', least: 14, tone: () => 'bad' },
];

function duration(ms: number | undefined): string {
  return ms === undefined ? '' : formatDuration(ms);
}

function rate(value: number | undefined): string {
  return value === undefined ? '' : formatCount(value);
}
