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

const progressSource = z.object({
  description: optionalText,
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
  }));

export const queryTerminated = z
  .object({ id: z.string(), runId: z.string(), exception: z.string().nullish().catch(undefined) })
  .transform((event) => ({ id: event.id, runId: event.runId, exception: event.exception ?? undefined }));
