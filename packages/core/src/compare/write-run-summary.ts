import type { RunSummary, StreamSummary, UnitSummary } from './run-summary.ts';

/** A summary must stay below this when written: fifty runs of a job are then 2.5 MB in a repository at most. */
export const largestSummaryBytes = 50_000;

/** Lengths and ages of batches that are written per streaming query. */
const mostKeptLengths = 20;

/** Lists that may be shortened, least telling first. */
const shortenable = ['jobs', 'stages', 'sqlExecutions', 'jobGroups'] as const;

/** The text of a summary: each entry of a list on a line of its own, so that a diff shows which one changed. */
export function writeRunSummary(summary: RunSummary): string {
  let kept = { ...summary, streams: summary.streams.map(shortenStream) };
  let text = layOut(kept);
  for (const list of shortenable) {
    while (byteLength(text) > largestSummaryBytes && kept[list].length > 10) {
      kept = shorten(kept, list);
      text = layOut(kept);
    }
  }
  return text;
}

function shortenStream(stream: StreamSummary): StreamSummary {
  const { batchMs, freshness } = stream;
  return {
    ...stream,
    batchMs: spread(batchMs, mostKeptLengths),
    ...(freshness && { freshness: { ...freshness, agesMs: spread(freshness.agesMs, mostKeptLengths) } }),
  };
}

/** At most so many of sorted values, evenly spread over them, the ends included. */
export function spread(sorted: readonly number[], most: number): number[] {
  if (sorted.length <= most) return [...sorted];
  return Array.from({ length: most }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (most - 1))] ?? 0);
}

/** Leaves out the shortest fifth of a list, in its order. */
function shorten(summary: RunSummary, list: (typeof shortenable)[number]): RunSummary {
  const entries: readonly UnitSummary[] = summary[list];
  const drop = Math.ceil(entries.length / 5);
  const limitMs = entries.map(({ durationMs }) => durationMs).sort((a, b) => a - b)[drop - 1] ?? 0;
  let left = drop;
  const rest = entries.filter(({ durationMs }) => durationMs > limitMs || left-- <= 0);
  const omitted = { ...summary.omitted, [list]: (summary.omitted[list] ?? 0) + entries.length - rest.length };
  return { ...summary, [list]: rest, omitted };
}

function layOut(summary: RunSummary): string {
  const fields = Object.entries(summary).map(([key, value]) => `  ${JSON.stringify(key)}: ${layOutValue(value)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

function layOutValue(value: unknown): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `    ${JSON.stringify(key)}: ${JSON.stringify(item)}`).join(',\n')}\n  }`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
