import type { ApplicationModel, StreamingBatch } from '../../model/application-model.ts';
import { medianOf } from '../../util/median.ts';
import { rankCorrelation } from '../../util/rank-correlation.ts';
import { measureBatchDelays } from './batch-delays.ts';
import type { StreamFacts } from './stream-facts.ts';
import { leastOf, mostOf } from '../../util/extremes.ts';

/** Many streaming queries on one driver: how many batches were open at once, and whether that is what made them slow. */
export interface StreamCrowd {
  readonly queries: number;
  /** Of batches open at once, as the mean over the time in which any was. */
  readonly meanOpen: number;
  readonly mostOpen: number;
  /** Whether a batch took longer the more others were open with it: Spearman's rank correlation. */
  readonly correlation: number;
  /** Batches longer than their trigger, of those whose trigger is known. */
  readonly lateRatio: number | undefined;
  /** Of what the slots offered while batches were open, the share that no task used. */
  readonly idleRatio: number;
  /** Of the time of all batches, the share in phases that run no task: the driver's own work and its checkpoints. */
  readonly driverRatio: number;
  readonly medianMs: number;
  /** What the stages of a batch waited for their first task, in the median: of the batches with most others open, and of those with fewest. */
  readonly schedulingDelayMs: { readonly crowded: number; readonly calm: number };
  readonly batches: number;
  readonly startMs: number;
  readonly endMs: number;
}

/** Cost: n log n in the number of batches. `idleRatioOf` tells how idle the slots were over a range. */
export function measureCrowd(
  model: ApplicationModel,
  streams: readonly StreamFacts[],
  idleRatioOf: (startMs: number, endMs: number) => number,
): StreamCrowd | undefined {
  const ofQuery = model.streamingRuns
    .flatMap(({ id, batches }) => batches.map((batch) => ({ queryId: id, batch })))
    .filter(({ batch: { startMs, endMs } }) => endMs > startMs);
  const batches = ofQuery.map(({ batch }) => batch);
  if (batches.length === 0) return undefined;
  const { openDuring, meanOpen, mostOpen } = sweep(batches);
  const durations = batches.map(({ startMs, endMs }) => endMs - startMs);
  const known = streams.filter(({ triggerMs }) => triggerMs !== undefined);
  const counted = known.reduce((sum, stream) => sum + stream.batches.length, 0);
  const late = known.reduce((sum, stream) => sum + (stream.lateRatio ?? 0) * stream.batches.length, 0);
  const startMs = leastOf(batches, (batch) => batch.startMs);
  const endMs = mostOf(batches, (batch) => batch.endMs);
  return {
    queries: new Set(model.streamingRuns.map((run) => run.id)).size,
    meanOpen,
    mostOpen,
    correlation: rankCorrelation(openDuring, durations),
    lateRatio: counted === 0 ? undefined : late / counted,
    idleRatio: idleRatioOf(startMs, endMs),
    driverRatio: driverRatioOf(streams),
    medianMs: medianOf(Float64Array.from(durations)),
    schedulingDelayMs: compareDelays(openDuring, measureBatchDelays(model, ofQuery)),
    batches: batches.length,
    startMs,
    endMs,
  };
}

/** Splits batches at the median number of those open with them. */
function compareDelays(openDuring: readonly number[], delaysMs: Float64Array): StreamCrowd['schedulingDelayMs'] {
  const usualOpen = medianOf(Float64Array.from(openDuring));
  const median = (isWanted: (open: number) => boolean) => {
    const wanted = delaysMs.filter((_, batch) => isWanted(openDuring[batch] ?? 0));
    return wanted.length === 0 ? 0 : medianOf(wanted);
  };
  return { crowded: median((open) => open >= usualOpen), calm: median((open) => open < usualOpen) };
}

/** Only `addBatch` runs tasks. */
function driverRatioOf(streams: readonly StreamFacts[]): number {
  let allMs = 0;
  let withTasksMs = 0;
  for (const { phases } of streams) {
    for (const [phase, ms] of phases) {
      allMs += ms;
      if (phase === 'addBatch') withTasksMs += ms;
    }
  }
  return allMs === 0 ? 0 : 1 - withTasksMs / allMs;
}

/** One sweep: how many batches were open, integrated over time and read off where each begins and ends. */
function sweep(batches: readonly StreamingBatch[]) {
  const changes = batches
    .flatMap(({ startMs, endMs }, index) => [
      { timeMs: startMs, change: 1, index },
      { timeMs: endMs, change: -1, index },
    ])
    .sort((a, b) => a.timeMs - b.timeMs || a.change - b.change);
  const integralAtStart = new Float64Array(batches.length);
  const openDuring = new Array<number>(batches.length).fill(1);
  let open = 0;
  let mostOpen = 0;
  let integral = 0;
  let anyOpenMs = 0;
  let nowMs = changes[0]?.timeMs ?? 0;
  for (const { timeMs, change, index } of changes) {
    integral += open * (timeMs - nowMs);
    if (open > 0) anyOpenMs += timeMs - nowMs;
    nowMs = timeMs;
    open += change;
    mostOpen = Math.max(mostOpen, open);
    const batch = batches[index];
    if (change > 0) integralAtStart[index] = integral;
    else if (batch !== undefined) {
      openDuring[index] = (integral - (integralAtStart[index] ?? 0)) / (batch.endMs - batch.startMs);
    }
  }
  return { openDuring, mostOpen, meanOpen: anyOpenMs === 0 ? 0 : integral / anyOpenMs };
}
