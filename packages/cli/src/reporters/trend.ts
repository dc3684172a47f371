import { median, type Result } from '@cinderlog/core';

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
