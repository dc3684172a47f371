import * as z from 'zod';
import { runSummaryVersion } from './run-summary-version.ts';

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

/**
 * What is kept of one run to compare later runs with: small, without hosts, paths, literals or secrets, and one line per thing,
 * so that it can be committed and read in a diff. Written by `cinderlog baseline add`, read by `cinderlog check`.
 */
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

/**
 * Reads the summaries that a report page holds: one per run, null for a run that came from JSON.
 *
 * @throws Error when they were changed.
 */
export function parseSummaries(json: string): (RunSummary | null)[] {
  return runSummarySchema.nullable().array().parse(JSON.parse(json));
}
