import { mergeSpans, type Span } from '../util/spans.ts';

/** A claim on the run's time: so much was lost somewhere within these ranges. */
export interface TimeClaim {
  readonly ms: number;
  readonly ranges: readonly Span[];
  /** False for a bound: it says what a loss cannot exceed, so it gets what measured claims leave. */
  readonly measured: boolean;
}

/** Per claim: what it can claim by itself, and what is left to it beside the others. */
export interface ClaimShare {
  readonly aloneMs: number;
  readonly shareMs: number;
}

interface Spread {
  readonly claim: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Claimed part of each millisecond, at most 1. */
  readonly density: number;
  readonly measured: boolean;
}

/**
 * Splits overlapping claims so that no moment of the run is given away more than once. A claim is spread evenly over its ranges
 * (the whole run when it names none) and never exceeds them. At each moment the measured claims divide it in proportion, and the
 * bounds divide what those leave. Whole milliseconds, rounded down: the shares sum to the run at most.
 *
 * Cost: n log n in the number of ranges.
 */
export function shareClaims(claims: readonly TimeClaim[], runMs: number): ClaimShare[] {
  const alone = claims.map(() => 0);
  const spreads = claims.flatMap((claim, index) => {
    const ranges = rangesInRun(claim.ranges.length > 0 ? claim.ranges : [{ startMs: 0, endMs: runMs }], runMs);
    const lengthMs = ranges.reduce((sum, range) => sum + range.endMs - range.startMs, 0);
    const ms = Math.min(Math.max(0, claim.ms), lengthMs);
    alone[index] = Math.round(ms);
    if (ms === 0) return [];
    return ranges.map((range): Spread => ({
      claim: index,
      ...range,
      density: ms / lengthMs,
      measured: claim.measured,
    }));
  });
  const shares = divide(spreads, claims.length);
  return alone.map((aloneMs, index) => ({ aloneMs, shareMs: Math.min(aloneMs, wholeMs(shares[index] ?? 0)) }));
}

/** Sums of fractions miss a whole number by some billionths, and rounding down would take a millisecond from it. */
function wholeMs(ms: number): number {
  return Math.floor(ms + 1e-6);
}

/** Ranges within the run, in order and without overlap. */
function rangesInRun(ranges: readonly Span[], runMs: number): Span[] {
  return mergeSpans(
    ranges.map(({ startMs, endMs }) => ({ startMs: Math.max(0, startMs), endMs: Math.min(runMs, endMs) })),
  );
}

/** One sweep: what a claim of density 1 would have got so far, by kind; each claim takes the difference over its ranges. */
function divide(spreads: readonly Spread[], claimCount: number): Float64Array {
  const changes = spreads.flatMap((spread, index) => [
    { timeMs: spread.startMs, index, opens: true },
    { timeMs: spread.endMs, index, opens: false },
  ]);
  changes.sort((a, b) => a.timeMs - b.timeMs);
  const shares = new Float64Array(claimCount);
  const atOpening = new Float64Array(spreads.length);
  const measured = { density: 0, open: 0, grantedMs: 0 };
  const bounds = { density: 0, open: 0, grantedMs: 0 };
  let nowMs = 0;
  for (const { timeMs, index, opens } of changes) {
    const lengthMs = timeMs - nowMs;
    measured.grantedMs += lengthMs / Math.max(1, measured.density);
    const left = Math.max(0, 1 - measured.density);
    if (bounds.open > 0) bounds.grantedMs += lengthMs * Math.min(1, left / bounds.density);
    nowMs = timeMs;
    const spread = spreads[index];
    if (spread === undefined) continue;
    const side = spread.measured ? measured : bounds;
    if (opens) atOpening[index] = side.grantedMs;
    else {
      const granted = spread.density * (side.grantedMs - (atOpening[index] ?? 0));
      shares[spread.claim] = (shares[spread.claim] ?? 0) + granted;
    }
    side.open += opens ? 1 : -1;
    // What fractions leave behind when the last claim ends is no density.
    side.density = side.open === 0 ? 0 : side.density + (opens ? spread.density : -spread.density);
  }
  return shares;
}
