import { formatDuration, formatOffset, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type ClusterEvent = NonNullable<Result['clusterEvents']>[number];

/** What the cluster's own logs tell: what stands out, or everything. */
export function clusterEventsTable({ clusterEvents = [] }: Result, everything: boolean): Table<ClusterEvent> {
  const rows = everything ? clusterEvents : clusterEvents.filter(standsOut);
  return { title: "The cluster's side of the story", rows, columns };
}

/** Trouble, and changes of size; not what runs as it should. */
function standsOut(event: ClusterEvent): boolean {
  return event.level !== 'info' || event.lossClass !== undefined || event.topic === 'resize';
}

const columns: readonly Column<ClusterEvent>[] = [
  {
    head: 'at',
    cell: ({ startMs }) => (startMs < 0 ? `-${formatDuration(-startMs)}` : formatOffset(startMs)),
    align: 'right',
  },
  {
    head: 'lasted',
    cell: ({ startMs, endMs }) => (endMs === undefined || endMs <= startMs ? '' : formatDuration(endMs - startMs)),
    align: 'right',
    dropOrder: 2,
  },
  { head: 'source', cell: ({ source }) => source, dropOrder: 3 },
  {
    head: 'event',
    cell: ({ type }) => type,
    least: 12,
    cut: 'middle',
    tone: ({ level }) => (level === 'error' ? 'bad' : level === 'warning' ? 'warning' : undefined),
  },
  { head: 'what it says', cell: ({ text }) => text, least: 36 },
  { head: 'line', cell: ({ place }) => String(place.line), align: 'right', dropOrder: 4 },
];
