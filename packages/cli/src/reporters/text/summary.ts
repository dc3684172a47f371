import { formatDuration, formatUtc, type Result } from '@cinderlog/core';
import type { Page } from '../../terminal/page.ts';
import { listing } from './listing.ts';
import { severityPaint } from './severity.ts';
import type { Column } from './table.ts';
import { describeEnd } from './verdict.ts';

interface Numbered {
  readonly number: number;
  readonly result: Result;
}

/** Several logs at a glance, in the order of their reports. */
export function summarySection(results: readonly Result[], page: Page): string[] {
  const rows = results.map((result, i): Numbered => ({ number: i + 1, result }));
  return listing(`${results.length} logs`, rows, columns(page), { rows: Infinity, all: true }, page);
}

function columns(page: Page): Column<Numbered>[] {
  return [
    { head: '#', cell: ({ number }) => String(number), align: 'right' },
    {
      head: 'application',
      cell: ({ result }) => result.application.name ?? result.application.log,
      least: 16,
      cut: 'middle',
    },
    { head: 'started', cell: ({ result }) => formatUtc(result.application.startMs), dropOrder: 2 },
    { head: 'ran', cell: ({ result }) => formatDuration(result.application.durationMs), align: 'right' },
    {
      head: 'end',
      cell: ({ result }) => (describeEnd(result).good ? 'good' : describeEnd(result).text),
      least: 12,
      dropOrder: 1,
      paint: ({ result }) => (describeEnd(result).good ? undefined : page.colors.red),
    },
    {
      head: 'worst finding',
      cell: ({ result }) => result.findings[0]?.title ?? 'nothing stands out',
      least: 36,
      paint: ({ result }) => {
        const [worst] = result.findings;
        return worst === undefined ? undefined : severityPaint(worst.severity, page);
      },
    },
  ];
}
