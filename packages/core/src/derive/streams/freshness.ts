import type { StreamingBatch } from '../../model/application-model.ts';
import { quantilesOfSorted } from '../../util/quantiles.ts';

/** How old the newest record of a batch was when the batch was done. */
export interface Freshness {
  /** `event-time`: by the times that records carry. `arrival`: since the source had them, as its offsets tell. */
  readonly basis: 'event-time' | 'arrival';
  readonly median: number;
  readonly p95: number;
  /** Of each batch with rows, in their order. */
  readonly agesMs: readonly number[];
}

/**
 * Ages by event time where the query has a watermark, for only then do batches report it; else by arrival. Batches are those with
 * rows.
 */
export function measureFreshness(batches: readonly StreamingBatch[]): Freshness | undefined {
  const byEventTime = batches.flatMap(({ endMs, latestEventMs }) =>
    latestEventMs === undefined ? [] : [Math.max(0, endMs - latestEventMs)],
  );
  const agesMs = byEventTime.length > 0 ? byEventTime : agesByArrival(batches);
  if (agesMs.length === 0) return undefined;
  const sorted = Float64Array.from(agesMs).sort();
  return {
    basis: byEventTime.length > 0 ? 'event-time' : 'arrival',
    median: quantilesOfSorted(sorted).median,
    p95: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0,
    agesMs,
  };
}

/**
 * When a batch begins, its source holds what was read so far, the batch's own rows and the backlog: a curve of arrivals over time. The
 * newest row of a batch arrived when that curve stood at what has been read with it. Without a backlog that is the start of the batch.
 * What waited before the first batch counts as if it had come then, so ages can be too low and never too high.
 */
function agesByArrival(batches: readonly StreamingBatch[]): number[] {
  const arrivals: { timeMs: number; rows: number }[] = [];
  let rowsRead = 0;
  let at = 0;
  return batches.map(({ startMs, endMs, inputRows, backlog }) => {
    rowsRead += inputRows;
    const arrived = rowsRead + (backlog.records ?? 0);
    // A curve that only rises: topics whose oldest records were deleted would make it fall.
    arrivals.push({ timeMs: startMs, rows: Math.max(arrived, arrivals.at(-1)?.rows ?? 0) });
    while ((arrivals[at]?.rows ?? Infinity) < rowsRead) at++;
    const to = arrivals[at] ?? { timeMs: startMs, rows: rowsRead };
    const from = arrivals[at - 1];
    const share = from === undefined || to.rows === from.rows ? 1 : (rowsRead - from.rows) / (to.rows - from.rows);
    const arrivedMs = from === undefined ? to.timeMs : from.timeMs + share * (to.timeMs - from.timeMs);
    return Math.round(Math.max(endMs - arrivedMs, backlog.ms ?? 0));
  });
}
