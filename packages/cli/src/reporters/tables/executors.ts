import { formatCount, formatDuration, formatOffset, isDriverId, type Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Executor = Result['executors'][number];

/** All executors: those that went before the end first, in the order in which they went, then the others as they came. */
export function executorsTable(result: Result): Table<Executor> {
  const workers = result.executors.filter(({ id, tasks }) => !isDriverId(id) || tasks > 0);
  const gone = workers.filter(wentEarly).sort((a, b) => (a.removedMs ?? 0) - (b.removedMs ?? 0));
  const stayed = workers.filter((executor) => !wentEarly(executor));
  const runMs = result.application.durationMs;
  const title = gone.length > 0 ? `Executors (${gone.length} of ${workers.length} went early)` : 'Executors';
  return { title, rows: [...gone, ...stayed], columns: columns(runMs) };
}

function wentEarly({ removal }: Executor): boolean {
  return removal !== undefined && removal.class !== 'shutdown';
}

function columns(runMs: number): Column<Executor>[] {
  return [
    { head: 'executor', cell: ({ id }) => id, least: 3, cut: 'middle' },
    { head: 'host', cell: ({ host }) => host, least: 9, cut: 'middle', dropOrder: 1 },
    { head: 'cores', cell: ({ cores }) => formatCount(cores), align: 'right', dropOrder: 5 },
    { head: 'came', cell: ({ addedMs }) => formatOffset(addedMs), align: 'right', dropOrder: 4 },
    {
      head: 'lived',
      cell: ({ addedMs, removedMs }) => formatDuration((removedMs ?? runMs) - addedMs),
      align: 'right',
      dropOrder: 2,
    },
    { head: 'tasks', cell: ({ tasks }) => formatCount(tasks), align: 'right' },
    {
      head: 'gone at',
      cell: ({ removedMs }) => (removedMs === undefined ? '' : formatOffset(removedMs)),
      align: 'right',
    },
    {
      head: 'why',
      cell: ({ removal }) => removal?.class ?? '',
      tone: ({ removal }) =>
        removal === undefined || ['autoscaling', 'shutdown'].includes(removal.class) ? 'calm' : 'bad',
    },
    { head: 'certainty', cell: ({ removal }) => removal?.confidence ?? '', dropOrder: 3 },
    { head: 'decided by', cell: ({ removal }) => removal?.decidedBy?.source ?? '', dropOrder: 7 },
    { head: 'reason in the log', cell: ({ removal }) => removal?.reason ?? '', least: 12, dropOrder: 6 },
  ];
}
