import type { ModelDraft } from '../draft.ts';

/** The application's own start and end, or the earliest and latest time seen where the log lacks them. */
export interface ApplicationClock {
  readonly startEpochMs: number;
  readonly durationMs: number;
  since(epochMs: number): number;
}

export function applicationClock(draft: ModelDraft): ApplicationClock {
  const anyTime = Number.isFinite(draft.earliestEpochMs);
  const startEpochMs = draft.start?.epochMs ?? (anyTime ? draft.earliestEpochMs : 0);
  const endEpochMs = draft.end?.epochMs ?? (anyTime ? draft.latestEpochMs : startEpochMs);
  if (endEpochMs < startEpochMs) draft.quality.negativeSpans++;
  return {
    startEpochMs,
    // Whole, whatever stands in the log: ledgers count milliseconds.
    durationMs: Math.ceil(Math.max(0, endEpochMs - startEpochMs)),
    since: (epochMs) => epochMs - startEpochMs,
  };
}

/** Start and end relative to the application, never negative in length; a stepped clock is counted. */
export function relativeSpan(draft: ModelDraft, clock: ApplicationClock, startEpochMs: number, endEpochMs: number) {
  if (endEpochMs < startEpochMs) draft.quality.negativeSpans++;
  return { startMs: clock.since(startEpochMs), endMs: clock.since(Math.max(startEpochMs, endEpochMs)) };
}
