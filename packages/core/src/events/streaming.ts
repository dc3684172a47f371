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

const progressSource = z.object({ description: optionalText, numInputRows: count });

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
  }));

export const queryTerminated = z
  .object({ id: z.string(), runId: z.string(), exception: z.string().nullish().catch(undefined) })
  .transform((event) => ({ id: event.id, runId: event.runId, exception: event.exception ?? undefined }));
