import { formatDuration, formatOffset, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import type { Extent } from './extent.ts';
import { listing } from './listing.ts';
import { heading } from './heading.ts';
import type { Column } from '../tables/table.ts';

type ClusterEvent = NonNullable<Result['clusterEvents']>[number];
type ClusterFile = NonNullable<Result['cluster']>['files'][number];

const title = "The cluster's side of the story";

/** What the cluster's own logs tell: what stands out, or everything with `--all`; then how far those files can be trusted. */
export function clusterSection(result: Result, extent: Extent, page: Page): string[] {
  const { cluster, clusterEvents } = result;
  if (cluster === undefined || clusterEvents === undefined) return [];
  const shown = extent.all ? clusterEvents : clusterEvents.filter(standsOut);
  const table = listing({ title, rows: shown, columns: columns() }, extent.rows, page);
  const remarks = [
    ...countsOf(clusterEvents, shown),
    ...startUp(cluster),
    ...clocks(cluster),
    ...cluster.files.flatMap(describeFile),
  ];
  return [
    ...(table.length === 0 ? [heading(title, page)] : table),
    ...remarks.flatMap((remark) => wrapBehind(`${page.symbols.dot} `, escapeText(remark), page.width)),
  ];
}

/** Trouble, and changes of size; not what runs as it should. */
function standsOut(event: ClusterEvent): boolean {
  return event.level !== 'info' || event.lossClass !== undefined || event.topic === 'resize';
}

function columns(): Column<ClusterEvent>[] {
  return [
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
}

function countsOf(all: readonly ClusterEvent[], shown: readonly ClusterEvent[]): string[] {
  const quiet = all.length - shown.length;
  return quiet > 0 ? [`${plural(quiet, 'event')} of ordinary running not shown; --all shows them.`] : [];
}

function startUp({ startUpMs }: NonNullable<Result['cluster']>): string[] {
  return startUpMs === undefined ? [] : [`The cluster took ${formatDuration(startUpMs)} to start.`];
}

function clocks({ clocks: known, eventsLeftOut }: NonNullable<Result['cluster']>): string[] {
  const basis = {
    executors: (pairs: number) => `from ${plural(pairs, 'executor event')} that both have`,
    losses: (pairs: number) => `from ${plural(pairs, 'loss', 'losses')} that fall together`,
    zone: () => 'a time zone, for its lines name none',
    assumed: () => '',
  };
  return [
    ...known.map(({ source, offsetMs, basis: how, pairs, spreadMs }) => {
      if (how === 'assumed')
        return `Clock of ${source}: taken to agree with the driver's; there was nothing to compare.`;
      const direction = offsetMs < 0 ? 'behind' : 'ahead of';
      const spread = pairs > 1 ? `, give or take ${formatDuration(spreadMs)}` : '';
      return `Clock of ${source}: ${formatDuration(Math.abs(offsetMs))} ${direction} the driver's (${basis[how](pairs)}${spread}); taken off.`;
    }),
    ...(eventsLeftOut > 0
      ? [`${plural(eventsLeftOut, 'event')} of other clusters, applications or times left out.`]
      : []),
  ];
}

function describeFile(file: ClusterFile): string[] {
  const unknown = Object.entries({ ...file.unknownTypes, ...file.unknownFields }).map(
    ([name, count]) => `${name} (${count})`,
  );
  const examples = file.unreadableExamples.map(({ line, problem }) => `line ${line}: ${problem}`).join(', ');
  if (file.sources.length === 0) return [`${file.name}: nothing of use in it.`];
  const unit = file.sources.some((source) => source.endsWith('-log')) ? 'line' : 'record';
  return [
    `${file.name}: ${file.sources.join(', ')}, ${plural(file.records, unit)} read.`,
    ...(file.unreadable > 0
      ? [`${plural(file.unreadable, 'record')} of ${file.name} could not be read: ${examples}.`]
      : []),
    ...(unknown.length > 0 ? [`New to cinderlog in ${file.name}: ${unknown.slice(0, 8).join(', ')}.`] : []),
    ...(file.notKept > 0
      ? [
          `${plural(file.notKept, 'line')} of ${file.name} repeat what is shown, or have no time, and were only counted.`,
        ]
      : []),
    ...file.notes,
  ];
}
