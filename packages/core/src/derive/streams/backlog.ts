import { backlogUnits, type BacklogUnit } from '../../events/stream-source.ts';
import type { StreamingBatch } from '../../model/application-model.ts';

export { backlogUnits, type BacklogUnit };

/** How what a query has not read yet developed. */
export interface Backlog {
  readonly unit: BacklogUnit;
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** Units per second since it last turned; negative when it shrinks. */
  readonly perSecond: number;
  /** When it would be gone at that rate, from the last batch on; absent when it does not shrink. */
  readonly caughtUpInMs: number | undefined;
}

/** What one batch leaves unread, in one unit. */
export function backlogOf(batch: StreamingBatch, unit: BacklogUnit): number | undefined {
  return batch.backlog[unit];
}

interface Point {
  readonly seconds: number;
  readonly value: number;
}

/** A line through fewer batches says little. */
const leastPoints = 3;

/** Databricks compares the mean over ten minutes of a backlog with its limit. */
const backlogWindowMs = 600_000;

/** The largest mean over ten minutes; nothing when no batch reports that unit. */
export function largestMeanBacklog(batches: readonly StreamingBatch[], unit: BacklogUnit): number | undefined {
  const points = batches.flatMap((batch) => {
    const value = backlogOf(batch, unit);
    return value === undefined ? [] : [{ endMs: batch.endMs, value }];
  });
  let largest: number | undefined;
  let first = 0;
  let sum = 0;
  points.forEach(({ endMs, value }, index) => {
    sum += value;
    for (; (points[first]?.endMs ?? endMs) <= endMs - backlogWindowMs; first++) sum -= points[first]?.value ?? 0;
    largest = Math.max(largest ?? 0, sum / (index - first + 1));
  });
  return largest;
}

/** The backlog in each unit that batches report, with its slope by least squares over their ends. */
export function measureBacklogs(batches: readonly StreamingBatch[]): Backlog[] {
  return backlogUnits.flatMap((unit): Backlog[] => {
    const points = batches.flatMap((batch): Point[] => {
      const value = backlogOf(batch, unit);
      return value === undefined ? [] : [{ seconds: batch.endMs / 1000, value }];
    });
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || points.every(({ value }) => value === 0)) return [];
    const perSecond = slopeOf(sinceTurn(points));
    return [
      {
        unit,
        first: first.value,
        last: last.value,
        most: points.reduce((most, { value }) => Math.max(most, value), 0),
        perSecond,
        caughtUpInMs: perSecond < 0 ? (last.value / -perSecond) * 1000 : undefined,
      },
    ];
  });
}

/**
 * The points from which on it only grew or only shrank on the whole: from its peak when it has come down from there, else from its
 * lowest point. What came before a burst says nothing about how fast the burst is worked off.
 */
function sinceTurn(points: readonly Point[]): readonly Point[] {
  let peak = 0;
  let low = 0;
  points.forEach(({ value }, index) => {
    if (value >= (points[peak]?.value ?? 0)) peak = index;
    if (value <= (points[low]?.value ?? 0)) low = index;
  });
  const since = points.slice(peak < points.length - 1 ? peak : low);
  return since.length < leastPoints ? points : since;
}

function slopeOf(points: readonly Point[]): number {
  const mean = (valueOf: (point: Point) => number) =>
    points.reduce((sum, point) => sum + valueOf(point), 0) / points.length;
  const meanSeconds = mean(({ seconds }) => seconds);
  const meanValue = mean(({ value }) => value);
  let covariance = 0;
  let variance = 0;
  for (const { seconds, value } of points) {
    covariance += (seconds - meanSeconds) * (value - meanValue);
    variance += (seconds - meanSeconds) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
}
