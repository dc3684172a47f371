import { formatDuration, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import type { Extent } from './extent.ts';
import { listing } from './listing.ts';
import { heading } from './heading.ts';
import { clusterEventsTable } from '../tables/cluster-events.ts';

type ClusterFile = NonNullable<Result['cluster']>['files'][number];

/** What the cluster's own logs tell: what stands out, or everything with `--all`; then how far those files can be trusted. */
export function clusterSection(result: Result, extent: Extent, page: Page): string[] {
  if (result.cluster === undefined) return [];
  const table = clusterEventsTable(result, extent.all);
  const listed = listing(table, extent.rows, page);
  const hint = hiddenEvents(result, table.rows.length).map((remark) => `${remark}; --all shows them.`);
  return [
    ...(listed.length === 0 ? [heading(table.title, page)] : listed),
    ...[...hint, ...clusterRemarks(result)].flatMap((remark) =>
      wrapBehind(`${page.symbols.dot} `, escapeText(remark), page.width),
    ),
  ];
}

/** How far the files of the cluster's side can be trusted, one sentence each. */
export function clusterRemarks({ cluster }: Result): string[] {
  return cluster === undefined
    ? []
    : [
        ...startUp(cluster),
        ...clocks(cluster),
        ...(cluster.leftOut ?? []).map(describeLeftOut),
        ...cluster.files.flatMap(describeFile),
      ];
}

/** Without its end mark. */
export function hiddenEvents({ clusterEvents = [] }: Result, shown: number): string[] {
  const quiet = clusterEvents.length - shown;
  return quiet > 0 ? [`${plural(quiet, 'event')} of ordinary running not shown`] : [];
}

function startUp({ startUpMs }: NonNullable<Result['cluster']>): string[] {
  return startUpMs === undefined ? [] : [`The cluster took ${formatDuration(startUpMs)} to start.`];
}

function clocks({ clocks: known }: NonNullable<Result['cluster']>): string[] {
  const basis = {
    executors: (pairs: number) => `from ${plural(pairs, 'executor event')} that both have`,
    losses: (pairs: number) => `from ${plural(pairs, 'loss', 'losses')} that fall together`,
    zone: () => 'a time zone, for its lines name none',
    assumed: () => '',
  };
  return known.map(({ source, offsetMs, basis: how, pairs, spreadMs }) => {
    if (how === 'assumed') return `Clock of ${source}: taken to agree with the driver's; there was nothing to compare.`;
    const direction = offsetMs < 0 ? 'behind' : 'ahead of';
    const spread = pairs > 1 ? `, give or take ${formatDuration(spreadMs)}` : '';
    return `Clock of ${source}: ${formatDuration(Math.abs(offsetMs))} ${direction} the driver's (${basis[how](pairs)}${spread}); taken off.`;
  });
}

type LeftOut = NonNullable<NonNullable<Result['cluster']>['leftOut']>[number];

/** A file of another cluster or day explains nothing, and whoever gave it should know. */
function describeLeftOut({ file, what, count, of, ...foreign }: LeftOut): string {
  const [one, many] = what === 'events' ? ['event', 'events'] : ['run', 'runs'];
  const why = whyForeign(foreign);
  if (count === of)
    return `${file} does not match this application and was left out (${plural(of, one, many)}): ${why}.`;
  return `${count} of ${plural(of, one, many)} of ${file} left out: ${why}.`;
}

function whyForeign({
  why,
  named,
  expected,
  nearestMs = 0,
}: Pick<LeftOut, 'why' | 'named' | 'expected' | 'nearestMs'>) {
  switch (why) {
    case 'other-cluster':
      return `they are of cluster ${named ?? ''}, and it ran on cluster ${expected ?? ''}`;
    case 'other-application':
      return `they are of application ${named ?? ''}, and this is ${expected ?? ''}`;
    case 'other-executors':
      return 'the executors that it tells of came and went at other times';
    case 'other-time':
      return nearestMs === 0
        ? 'they are of another time'
        : `the nearest is ${formatDuration(Math.abs(nearestMs))} ${nearestMs < 0 ? 'before it started' : 'after it ended'}`;
  }
}

function describeFile(file: ClusterFile): string[] {
  const unknown = Object.entries({ ...file.unknownTypes, ...file.unknownFields }).map(
    ([name, count]) => `${name} (${count})`,
  );
  const examples = file.unreadableExamples.map(({ line, problem }) => `line ${line}: ${problem}`).join(', ');
  if (file.sources.length === 0) {
    return [`${file.name}: nothing of use in it${examples === '' ? '' : ` (${examples})`}.`, ...file.notes];
  }
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
