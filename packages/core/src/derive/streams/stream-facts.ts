import type { ApplicationModel, StreamingBatch, StreamingRun } from '../../model/application-model.ts';
import { quantilesOfSorted } from '../../util/quantiles.ts';
import { measureBacklogs, type Backlog } from './backlog.ts';
import { measureFreshness, type Freshness } from './freshness.ts';
import { findTriggerMs } from './trigger.ts';

/** From when on late batches are a habit: the first ones warm caches and code up, and single ones are worked off by the next. */
export const habitOfLateness = { batches: 3, share: 0.1 } as const;

/** One run of a streaming query with what its batches add up to. */
export interface StreamFacts {
  readonly run: StreamingRun;
  /** Batches that read rows; the others are idle triggers. */
  readonly batches: readonly StreamingBatch[];
  /** Absent when it cannot be told. */
  readonly triggerMs: number | undefined;
  /** Batches with rows that took longer than the trigger, as a share of all of them. */
  readonly lateRatio: number | undefined;
  readonly medianMs: number | undefined;
  readonly p95Ms: number | undefined;
  readonly freshness: Freshness | undefined;
  readonly backlogs: readonly Backlog[];
  /** Milliseconds by phase over all batches with rows, longest first. */
  readonly phases: readonly (readonly [phase: string, ms: number])[];
  readonly inputRows: number;
}

/** Whether its batches end in time, but for single ones. Not so when its trigger is unknown. */
export function isPunctual({ batches, lateRatio }: StreamFacts): boolean {
  if (lateRatio === undefined) return false;
  return lateRatio < habitOfLateness.share || Math.round(lateRatio * batches.length) < habitOfLateness.batches;
}

/** Runs in order of their start. */
export function describeStreams(model: ApplicationModel): StreamFacts[] {
  return model.streamingRuns
    .map((run) => describeStream(run, model.application.startEpochMs))
    .sort((a, b) => a.run.startMs - b.run.startMs);
}

function describeStream(run: StreamingRun, startEpochMs: number): StreamFacts {
  const batches = run.batches.filter((batch) => batch.inputRows > 0);
  const durations = Float64Array.from(batches.map(({ startMs, endMs }) => endMs - startMs)).sort();
  const triggerMs = findTriggerMs(run.batches, startEpochMs);
  const late = triggerMs === undefined ? 0 : durations.filter((durationMs) => durationMs > triggerMs).length;
  const has = durations.length > 0;
  return {
    run,
    batches,
    triggerMs,
    lateRatio: triggerMs === undefined || !has ? undefined : late / durations.length,
    medianMs: has ? quantilesOfSorted(durations).median : undefined,
    p95Ms: has ? durations[Math.ceil(0.95 * durations.length) - 1] : undefined,
    freshness: measureFreshness(batches),
    backlogs: measureBacklogs(batches),
    phases: phasesOf(batches),
    inputRows: batches.reduce((sum, batch) => sum + batch.inputRows, 0),
  };
}

/** `triggerExecution` is the whole batch, so it is left out. */
export function phasesOf(batches: readonly StreamingBatch[]): [phase: string, ms: number][] {
  const phases = new Map<string, number>();
  for (const { phaseMs } of batches) {
    for (const [phase, ms] of Object.entries(phaseMs)) {
      if (phase !== 'triggerExecution') phases.set(phase, (phases.get(phase) ?? 0) + ms);
    }
  }
  return [...phases].sort((a, b) => b[1] - a[1]);
}
