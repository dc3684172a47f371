import { formatDuration, formatShare, formatUtc, type Result } from '@cinderlog/core';
import { findTrends } from '../trend.ts';
import { wasteRatio } from '../waste.ts';
import { describeEnd } from '../text/verdict.ts';
import type { Column, Table, Tone } from './table.ts';

interface Row {
  readonly number: number;
  readonly result: Result;
  /** Against earlier runs: 0.5 is half as long again. */
  readonly trendRatio: number | undefined;
}

/** From this change on a run counts as longer than it used to be; less is noise. */
const noticeableChange = 0.2;
/** Half of what executors offered, and more, went unused. */
const highWaste = 0.5;

const severityTones = { critical: 'bad', warning: 'warning', info: 'calm' } as const satisfies Record<string, Tone>;

/** Several applications at a glance, in the order of their reports, and what its words mean. */
export function summaryTable(results: readonly Result[]): Table<Row> & { readonly legend: string } {
  const trends = findTrends(results);
  const rows = results.map((result, i): Row => ({ number: i + 1, result, trendRatio: trends.get(result) }));
  const words = [
    'waste: share of the core time on offer that was idle or thrown away',
    ...(trends.size > 0 ? ['trend: length against the median of earlier runs of the same name'] : []),
  ];
  return { title: `${results.length} applications`, rows, columns, legend: `${words.join('; ')}.` };
}

const columns: readonly Column<Row>[] = [
  { head: '#', cell: ({ number }) => String(number), align: 'right' },
  {
    head: 'application',
    cell: ({ result }) => result.application.name ?? result.application.log,
    least: 16,
    cut: 'middle',
  },
  { head: 'started', cell: ({ result }) => formatUtc(result.application.startMs).slice(0, 16), dropOrder: 2 },
  { head: 'ran', cell: ({ result }) => formatDuration(result.application.durationMs), align: 'right' },
  {
    head: 'trend',
    cell: ({ trendRatio }) => (trendRatio === undefined ? '' : describeTrend(trendRatio)),
    align: 'right',
    tone: ({ trendRatio }) => ((trendRatio ?? 0) >= noticeableChange ? 'bad' : undefined),
  },
  {
    head: 'waste',
    cell: ({ result }) => describeWaste(result),
    align: 'right',
    tone: ({ result }) => ((wasteRatio(result) ?? 0) >= highWaste ? 'warning' : undefined),
  },
  {
    head: 'end',
    cell: ({ result }) => (describeEnd(result).good ? 'good' : describeEnd(result).text),
    least: 12,
    dropOrder: 1,
    tone: ({ result }) => (describeEnd(result).good ? undefined : 'bad'),
  },
  {
    head: 'worst finding',
    cell: ({ result }) => result.findings[0]?.title ?? 'nothing stands out',
    least: 28,
    tone: ({ result }) => result.findings[0] && severityTones[result.findings[0].severity],
  },
];

function describeTrend(changeRatio: number): string {
  const percent = Math.round(changeRatio * 100);
  return `${percent > 0 ? '+' : ''}${percent} %`;
}

function describeWaste(result: Result): string {
  const ratio = wasteRatio(result);
  return ratio === undefined ? '' : formatShare(Math.round(ratio * 100) / 100);
}
