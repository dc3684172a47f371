import type { Scenario } from './scenarios.ts';
import { onResultClock, touches } from './times.ts';

/** A pair whose runs differ by less than this says nothing: starting threads and classes differs by as much. */
export const leastDifferenceMs = 2_000;

/** What a fault truly cost, and what the findings say. */
export interface Price {
  readonly run: string;
  readonly kinds: readonly string[];
  /** Measured stretch with the fault less the same without it. */
  readonly trueMs: number;
  /** Sum of the wall-clock cost of the findings of these kinds that overlap the stretch. */
  readonly pricedMs: number;
  /** The same without what overlapping findings took of it. */
  readonly aloneMs: number;
  /** `pricedMs` over `trueMs`, less one. */
  readonly error: number;
}

/** Compares priced with measured seconds; undefined when the scenario is no pair, or its runs hardly differ. */
export function scorePrice(scenario: Scenario): Price | undefined {
  const { measured } = scenario.truth;
  const without = scenario.withoutFault?.truth.measured;
  if (!measured || !without) return undefined;
  const trueMs = measured.endMs - measured.startMs - (without.endMs - without.startMs);
  if (trueMs < leastDifferenceMs) return undefined;
  const stretch = onResultClock(scenario, measured);
  const costs = scenario.result.findings
    .filter((finding) => measured.kinds.includes(finding.kind))
    .filter((finding) => finding.ranges.some((range) => touches(range, stretch)))
    .map((finding) => finding.cost);
  const pricedMs = costs.reduce((sum, cost) => sum + cost.wallClockMs, 0);
  const aloneMs = costs.reduce((sum, cost) => sum + cost.aloneMs, 0);
  return { run: scenario.name, kinds: measured.kinds, trueMs, pricedMs, aloneMs, error: pricedMs / trueMs - 1 };
}
