import * as z from 'zod';
import { optionalNumber, optionalText } from './fields.ts';

/** ISO-8601 text in UTC, unlike every other time in the log. */
const isoEpochMs = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => {
    const epochMs = text === undefined ? Number.NaN : Date.parse(text);
    return Number.isNaN(epochMs) ? undefined : epochMs;
  });

const identity = { id: z.string(), runId: z.string(), name: z.string().nullish().catch(undefined) };

export const queryStarted = z.object({ ...identity, timestamp: isoEpochMs }).transform((event) => ({
  id: event.id,
  runId: event.runId,
  name: event.name ?? undefined,
  epochMs: event.timestamp,
}));

const count = z.number().catch(0);

/** Rates are "NaN" or "Infinity", as text, where there is nothing to divide by. */
const rate = z.number().catch(0);

/** Offsets are JSON inside a string, or null; their form is the source's own. */
const offset = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => (text == null ? undefined : sumOffsets(text)));

/** Metrics of a source are texts, whatever they measure. */
const sourceMetrics = z
  .record(z.string(), z.union([z.string(), z.number()]).catch(''))
  .catch({})
  .transform((metrics) => (name: string) => {
    const value = metrics[name];
    const measured = value === undefined || value === '' ? Number.NaN : Number(value);
    return Number.isFinite(measured) && measured >= 0 ? measured : undefined;
  });

/** Rows that its operators hold, and what keeping them costs; names of Spark 3.1 on. */
const stateOperator = z.object({
  numRowsTotal: count,
  numRowsUpdated: count,
  memoryUsedBytes: count,
  numRowsDroppedByWatermark: count,
  commitTimeMs: count,
  allUpdatesTimeMs: count,
  numShufflePartitions: optionalNumber,
});

const progressSource = z.object({
  description: optionalText,
  metrics: sourceMetrics,
  numInputRows: count,
  inputRowsPerSecond: rate,
  processedRowsPerSecond: rate,
  endOffset: offset,
  latestOffset: offset,
});

/** The sum of all numbers in an offset: partitions of Kafka topics, or a plain counter; nothing when there is none. */
function sumOffsets(text: string): number | undefined {
  try {
    return sumNumbers(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function sumNumbers(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const numbers = Object.values(value).flatMap((child) => sumNumbers(child) ?? []);
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0);
}

/**
 * One micro-batch. Totals over sources are absent in this form and have to be summed. `timestamp` is the start of the
 * trigger; its end is `timestamp` plus `batchDuration` (3.0) or `durationMs.triggerExecution`.
 */
export const queryProgress = z
  .object({
    progress: z.object({
      ...identity,
      timestamp: isoEpochMs,
      batchId: z.number(),
      batchDuration: optionalNumber,
      durationMs: z.record(z.string(), z.number()).catch({}),
      sources: z.array(progressSource).catch([]),
      stateOperators: z.array(stateOperator).catch([]),
      eventTime: z.object({ max: isoEpochMs }).catch({ max: undefined }),
    }),
  })
  .transform(({ progress }) => ({
    id: progress.id,
    runId: progress.runId,
    name: progress.name ?? undefined,
    batchId: progress.batchId,
    startEpochMs: progress.timestamp,
    durationMs: progress.batchDuration ?? progress.durationMs.triggerExecution ?? 0,
    phaseMs: progress.durationMs,
    inputRows: progress.sources.reduce((sum, source) => sum + source.numInputRows, 0),
    inputRowsPerSecond: progress.sources.reduce((sum, source) => sum + source.inputRowsPerSecond, 0),
    processedRowsPerSecond: progress.sources.reduce((sum, source) => sum + source.processedRowsPerSecond, 0),
    // Only sources that tell how far they could read have a backlog.
    backlogOffsets: progress.sources.reduce<number | undefined>(
      (sum, { latestOffset, endOffset }) =>
        latestOffset === undefined || endOffset === undefined ? sum : (sum ?? 0) + latestOffset - endOffset,
      undefined,
    ),
    // Delta and Auto Loader on Databricks, Kafka on Databricks, Kinesis.
    backlogBytes: sumOver(
      progress.sources,
      ({ metrics }) => metrics('numBytesOutstanding') ?? metrics('estimatedTotalBytesBehindLatest'),
    ),
    backlogFiles: sumOver(progress.sources, ({ metrics }) => metrics('numFilesOutstanding')),
    backlogMs: sumOver(progress.sources, ({ metrics }) => metrics('maxMsBehindLatest')),
    state: progress.stateOperators.length === 0 ? undefined : sumState(progress.stateOperators),
    latestEventEpochMs: progress.eventTime.max,
  }));

function sumOver<Item>(items: readonly Item[], valueOf: (item: Item) => number | undefined): number | undefined {
  const values = items.flatMap((item) => valueOf(item) ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

function sumState(operators: readonly z.output<typeof stateOperator>[]): StreamState {
  const sum = (valueOf: (operator: (typeof operators)[number]) => number) =>
    operators.reduce((total, operator) => total + valueOf(operator), 0);
  return {
    rows: sum((operator) => operator.numRowsTotal),
    memoryBytes: sum((operator) => operator.memoryUsedBytes),
    rowsDropped: sum((operator) => operator.numRowsDroppedByWatermark),
    storeMs: sum((operator) => operator.commitTimeMs + operator.allUpdatesTimeMs),
    partitions: Math.max(0, ...operators.map((operator) => operator.numShufflePartitions ?? 0)),
  };
}

/** What the stateful operators of a query hold at the end of a batch. */
export interface StreamState {
  readonly rows: number;
  readonly memoryBytes: number;
  /** Rows of this batch that came later than the watermark allows. */
  readonly rowsDropped: number;
  /** Task time spent on updating and committing the state. */
  readonly storeMs: number;
  /** Fixed when the query first starts: no more tasks than this can work on the state. 0 when the log does not tell. */
  readonly partitions: number;
}

export const queryTerminated = z
  .object({ id: z.string(), runId: z.string(), exception: z.string().nullish().catch(undefined) })
  .transform((event) => ({ id: event.id, runId: event.runId, exception: event.exception ?? undefined }));
