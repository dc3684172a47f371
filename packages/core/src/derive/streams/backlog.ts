import type { StreamingBatch } from '../../model/application-model.ts';

export const backlogUnits = ['ms', 'bytes', 'files', 'offsets'] as const;
export type BacklogUnit = (typeof backlogUnits)[number];

/** How what a query has not read yet developed. */
export interface Backlog {
  readonly unit: BacklogUnit;
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** Units per second over the batches given; negative when it shrinks. */
  readonly perSecond: number;
  /** When it would be gone at that rate, from the last batch on; absent when it does not shrink. */
  readonly caughtUpInMs: number | undefined;
}

/** What one batch leaves unread, in one unit; the offsets count only where nothing better is reported. */
export function backlogOf(batch: StreamingBatch, unit: BacklogUnit): number | undefined {
  switch (unit) {
    case 'ms':
      return batch.backlogMs;
    case 'bytes':
      return batch.backlogBytes;
    case 'files':
      return batch.backlogFiles;
    case 'offsets':
      return batch.backlogOffsets;
  }
}

/** Databricks compares the mean over ten minutes of a backlog with its limit. */
const backlogWindowMs = 600_000;

/** The largest mean over ten minutes; nothing when no batch reports that unit. */
export function largestMeanBacklog(batches: readonly StreamingBatch[], unit: BacklogUnit): number | undefined {
  const points = batches.flatMap((batch) => {
    const value = backlogOf(batch, unit);
    return value === undefined ? [] : [{ endMs: batch.endMs, value: Math.max(0, value) }];
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
    const points = batches.flatMap((batch) => {
      const value = backlogOf(batch, unit);
      return value === undefined ? [] : [{ seconds: batch.endMs / 1000, value: Math.max(0, value) }];
    });
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || points.every(({ value }) => value === 0)) return [];
    const perSecond = slopeOf(points);
    return [
      {
        unit,
        first: first.value,
        last: last.value,
        most: Math.max(...points.map(({ value }) => value)),
        perSecond,
        caughtUpInMs: perSecond < 0 ? (last.value / -perSecond) * 1000 : undefined,
      },
    ];
  });
}

function slopeOf(points: readonly { readonly seconds: number; readonly value: number }[]): number {
  const mean = (valueOf: (point: (typeof points)[number]) => number) =>
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
