import type { Result } from '@cinderlog/core';

/** More earlier runs than this say nothing about today. */
const mostEarlierRuns = 10;

/**
 * How much longer each result ran than the median of earlier runs of the application of the same name: 0.5 is half as
 * long again. Results without an earlier run are left out.
 */
export function findTrends(results: readonly Result[]): Map<Result, number> {
  const changeRatios = new Map<Result, number>();
  const byStart = [...results].sort((a, b) => a.application.startMs - b.application.startMs);
  const runsByName = new Map<string, number[]>();
  for (const result of byStart) {
    const { name, durationMs } = result.application;
    if (name === undefined) continue;
    const earlier = (runsByName.get(name) ?? []).slice(-mostEarlierRuns);
    runsByName.set(name, [...earlier, durationMs]);
    const medianMs = median(earlier);
    if (medianMs > 0) changeRatios.set(result, durationMs / medianMs - 1);
  }
  return changeRatios;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
