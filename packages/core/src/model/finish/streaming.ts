import type { StreamingRun } from '../application-model.ts';
import type { StreamingRunDraft } from '../draft.ts';
import type { ApplicationClock } from './clock.ts';

/**
 * An idle query tells that it is there every ten seconds (the default of `spark.sql.streaming.noDataProgressEventInterval`), by an empty
 * progress or, since Spark 3.5, an idle event. A query that was silent for longer had ended.
 */
const longestSilenceMs = 10_000;

/** @param workStartsMs when anything else began, rising, with the end of the application last */
export function finishStreamingRun(
  run: StreamingRunDraft,
  clock: ApplicationClock,
  workStartsMs: readonly number[],
): StreamingRun {
  const batches = [...run.batches.values()]
    .map((batch) => ({
      batchId: batch.batchId,
      startMs: clock.since(batch.startEpochMs),
      endMs: clock.since(batch.startEpochMs) + Math.max(0, batch.durationMs),
      phaseMs: batch.phaseMs,
      inputRows: batch.inputRows,
      inputRowsPerSecond: batch.inputRowsPerSecond,
      processedRowsPerSecond: batch.processedRowsPerSecond,
      sources: batch.sources,
      backlog: batch.backlog,
      state: batch.state,
      latestEventMs: batch.latestEventEpochMs === undefined ? undefined : clock.since(batch.latestEventEpochMs),
      place: batch.place,
    }))
    .sort((a, b) => a.startMs - b.startMs);
  const startMs = run.startEpochMs === undefined ? (batches[0]?.startMs ?? 0) : clock.since(run.startEpochMs);
  return {
    id: run.id,
    runId: run.runId,
    name: run.name,
    startMs,
    endMs: Math.max(startMs, endOf(run, clock, workStartsMs)),
    endInferred: run.endEpochMs === undefined,
    exception: run.exception,
    batches,
  };
}

/**
 * The event of the end carries no time. It stands behind all that had happened before and in front of what came next: a query that failed
 * did so right after the former; one that was stopped may have waited for new data until the latter.
 */
function endOf(run: StreamingRunDraft, clock: ApplicationClock, workStartsMs: readonly number[]): number {
  if (run.endEpochMs === undefined) return clock.durationMs;
  const afterMs = clock.since(run.endEpochMs);
  if (run.exception !== undefined) return afterMs;
  const beforeMs = workStartsMs.find((startMs) => startMs >= afterMs) ?? clock.durationMs;
  return Math.min(Math.max(afterMs, beforeMs), afterMs + longestSilenceMs);
}
