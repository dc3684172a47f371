import { formatDuration, formatOffset, type Result } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import { listing, type Extent } from './listing.ts';
import type { Column } from './table.ts';

type Executor = Result['executors'][number];
type Removed = Executor & { readonly removedMs: number; readonly removal: NonNullable<Executor['removal']> };

/** Executors that went before the end, in the order in which they went. */
export function removedExecutorsSection(result: Result, extent: Extent, page: Page): string[] {
  const removed = result.executors
    .filter(isRemoved)
    .filter(({ removal }) => removal.class !== 'shutdown')
    .sort((a, b) => a.removedMs - b.removedMs);
  return listing('Executors removed', removed, columns(page), extent, page);
}

function columns(page: Page): Column<Removed>[] {
  return [
    { head: 'executor', cell: ({ id }) => id, least: 3, cut: 'middle' },
    { head: 'host', cell: ({ host }) => host, least: 9, cut: 'middle', dropOrder: 1 },
    {
      head: 'lived',
      cell: ({ addedMs, removedMs }) => formatDuration(removedMs - addedMs),
      align: 'right',
      dropOrder: 2,
    },
    { head: 'gone at', cell: ({ removedMs }) => formatOffset(removedMs), align: 'right' },
    { head: 'tasks', cell: ({ tasks }) => String(tasks), align: 'right', dropOrder: 3 },
    {
      head: 'why',
      cell: ({ removal }) => removal.class,
      paint: ({ removal }) => (removal.class === 'autoscaling' ? page.colors.cyan : page.colors.red),
    },
    { head: 'certainty', cell: ({ removal }) => removal.confidence },
    { head: 'decided by', cell: ({ removal }) => removal.decidedBy?.source ?? '', dropOrder: 4 },
    { head: 'reason in the log', cell: ({ removal }) => removal.reason, least: 12 },
  ];
}

function isRemoved(executor: Executor): executor is Removed {
  return executor.removedMs !== undefined && executor.removal !== undefined;
}
