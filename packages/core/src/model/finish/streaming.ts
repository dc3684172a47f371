import type { StreamingRun } from '../application-model.ts';
import type { StreamingRunDraft } from '../draft.ts';
import type { ApplicationClock } from './clock.ts';

export function finishStreamingRun(run: StreamingRunDraft, clock: ApplicationClock): StreamingRun {
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
    endMs: Math.max(startMs, run.endEpochMs === undefined ? clock.durationMs : clock.since(run.endEpochMs)),
    endInferred: run.endEpochMs === undefined,
    exception: run.exception,
    batches,
  };
}
