import * as z from 'zod';

/**
 * What is kept of one run to compare later runs with: small, without hosts, paths, literals or secrets, and one line per thing,
 * so that it can be committed and read in a diff. Written by `cinderlog baseline add`, read by `cinderlog check`.
 */
export const runSummaryVersion = 1;

const ms = z.number().nonnegative();
const count = z.number().nonnegative();
const byLabel = z.record(z.string(), z.number().nonnegative());

const unit = z.strictObject({
  name: z.string().describe('Description or name, with numbers, texts, paths and hosts replaced.'),
  callSite: z.string().optional(),
  occurrences: z.number().int().positive().describe('More than one when many of the same name were joined.'),
  durationMs: ms.describe('Summed over the occurrences.'),
});

const sqlUnit = z.strictObject({
  ...unit.shape,
  operators: z.record(z.string(), count).describe('Of the plan that ran in the end.'),
  inputBytes: count,
  inputRows: count,
});

const stageUnit = z.strictObject({
  ...unit.shape,
  within: z.string().optional().describe('Name of the SQL execution or job that it works for.'),
  tasks: count,
  taskMs: ms,
  longestTaskMs: ms,
  medianTaskMs: ms,
  inputBytes: count,
  shuffleReadBytes: count,
  diskSpilledBytes: count,
  gcMs: ms,
});

const backlog = z.strictObject({
  rows: count.optional(),
  bytes: count.optional(),
  files: count.optional(),
  seconds: count
    .optional()
    .describe('As the source tells it; at the end else the rows at the speed of the last batch that had some.'),
});

const stream = z.strictObject({
  name: z.string(),
  batches: count,
  inputRows: count,
  medianBatchMs: ms,
  p95BatchMs: ms,
  longestBatchMs: ms,
  batchMs: z.array(ms).describe('Lengths of batches in order, or as many of them, evenly spread.'),
  freshness: z
    .strictObject({
      basis: z.enum(['event-time', 'arrival']),
      agesMs: z.array(ms).describe('Age of the newest record of a batch when it was done; in order, or evenly spread.'),
    })
    .optional()
    .describe('Absent without a batch that read rows, and in summaries of older versions.'),
  lastBacklog: backlog.describe('What the sources held at the end, as far as they tell.'),
  worstMeanBacklog: backlog.optional().describe('The largest mean over ten minutes, as far as the sources tell.'),
});

export const runSummarySchema = z.strictObject({
  schemaVersion: z.literal(runSummaryVersion),
  job: z.string().describe('Runs of one job share this name; by default that of the application.'),
  run: z.strictObject({
    id: z.string().optional(),
    startedAt: z.string().describe('UTC.'),
    sparkVersion: z.string().optional(),
    javaVersion: z.string().optional(),
    scalaVersion: z.string().optional(),
  }),
  incomplete: z.array(z.string()).describe('Why the log or the run is not whole; empty when it is.'),
  durationMs: ms,
  cluster: z.strictObject({
    slots: count.describe('Tasks that could run at once, on average while any task ran.'),
    executors: count.describe('Added during the run.'),
    coresPerExecutor: count,
  }),
  data: z.strictObject({ inputBytes: count, inputRows: count, outputBytes: count, outputRows: count }),
  tasks: z.strictObject({ ended: count, failed: count, killed: count, resubmitted: count }),
  spill: z.strictObject({ memoryBytes: count, diskBytes: count }),
  wallClock: byLabel.describe('Milliseconds; sums to the run.'),
  coreTime: byLabel.describe('Slot-milliseconds.'),
  removedExecutors: byLabel.describe('By class; those of the end of the run are left out.'),
  findings: z.array(z.strictObject({ kind: z.string(), severity: z.string(), count, wallClockMs: ms })),
  configuration: z.record(z.string(), z.string()),
  jobGroups: z.array(unit),
  jobs: z.array(unit),
  sqlExecutions: z.array(sqlUnit),
  stages: z.array(stageUnit),
  streams: z.array(stream),
  omitted: z.record(z.string(), count).describe('Shortest entries that were left out to stay small, by list.'),
});

export type RunSummary = z.output<typeof runSummarySchema>;
export type UnitSummary = z.output<typeof unit>;
export type SqlSummary = z.output<typeof sqlUnit>;
export type StageSummary = z.output<typeof stageUnit>;
export type StreamSummary = z.output<typeof stream>;

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
