import type { StreamingBatch } from '../../model/application-model.ts';
import { mostOf } from '../../util/extremes.ts';

/** A batch that starts this soon after the one before did not wait for its trigger. */
export const atOnceMs = 100;
/** The driver starts a batch at a multiple of the trigger's interval by its clock, and writes the time down a moment later. */
const jitterMs = 100;
const leastWaits = 2;
/** A query that is late skips triggers, so the shortest wait may have been several intervals long. */
const mostSkipped = 10;

/**
 * The interval of a processing-time trigger, which no event holds: read off the batches that waited for it. Spark starts those at
 * multiples of the interval since the epoch (ProcessingTimeExecutor.nextBatchTime). Nothing when too few waited, or when the
 * query has another trigger.
 */
export function findTriggerMs(batches: readonly StreamingBatch[], startEpochMs: number): number | undefined {
  const waits = batches.map(({ startMs }, index) => startMs - (batches[index - 1]?.endMs ?? startMs) > atOnceMs);
  const waited = batches.filter((_, index) => waits[index]);
  if (waited.length < leastWaits) return undefined;
  // Whole intervals lie between batches that waited; one that did not may have begun at any time.
  let shortestMs = Infinity;
  waited.slice(1).forEach(({ startMs }, index) => {
    shortestMs = Math.min(shortestMs, startMs - (waited[index]?.startMs ?? 0));
  });
  for (let parts = 1; parts <= mostSkipped; parts++) {
    for (const candidateMs of roundCandidates(shortestMs / parts)) {
      const worstMs = mostOf(waited, ({ startMs }) => (startEpochMs + startMs) % candidateMs);
      if (worstMs <= jitterMs && !couldBeChance(worstMs, candidateMs, waited.length)) return candidateMs;
    }
  }
  return undefined;
}

/** How many intervals are tried: parts, times roundings of each. */
const candidatesTried = mostSkipped * 12;
/** Of a hundred queries without an interval, how many may be given one. */
const mostByChance = 0.01;

/** Whether starts at any time would lie this near to multiples of one of the intervals that are tried. */
function couldBeChance(worstMs: number, intervalMs: number, starts: number): boolean {
  return candidatesTried * ((worstMs + 1) / intervalMs) ** starts > mostByChance;
}

/** People write whole seconds, or tenths. */
function roundCandidates(ms: number): number[] {
  const candidates = [60_000, 10_000, 5_000, 1_000, 500, 100].flatMap((stepMs) => {
    const below = Math.floor((ms + jitterMs) / stepMs) * stepMs;
    const above = Math.ceil((ms - jitterMs) / stepMs) * stepMs;
    return [below, above];
  });
  return [...new Set(candidates)].filter((candidate) => candidate > jitterMs * 2).sort((a, b) => b - a);
}
