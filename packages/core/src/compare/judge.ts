import type { CompareOptions, LeastChange } from './options.ts';
import { median } from '../util/median.ts';
import { testShift, type ShiftTest } from './statistics/shift-test.ts';

export const verdicts = ['regressed', 'improved', 'unchanged', 'not-comparable'] as const;
export type Verdict = (typeof verdicts)[number];

/** One duration across runs, with all numbers that its verdict rests on. All times are milliseconds. */
export interface Judgement {
  readonly verdict: Verdict;
  /** Medians as measured. */
  readonly knownMs: number;
  readonly freshMs: number;
  /** What the known runs would have taken with the input and the slots of the new one, at least and at most. */
  readonly expectedMs: { readonly least: number; readonly most: number };
  readonly knownRuns: number;
  /** Above this it would count as slower, below the other as faster. */
  readonly bandMs: { readonly low: number; readonly high: number };
  readonly pSlower: number;
  readonly pFaster: number;
  readonly spread: number;
  readonly method: ShiftTest['method'];
  /** Slower than measured before, but not than expected with this input and these slots. */
  readonly explainedByConditions: boolean;
}

export interface Expected {
  readonly measuredMs: number;
  readonly leastMs: number;
  readonly mostMs: number;
}

/** A duration with what the tests say; the verdict follows once many of them have been corrected together. */
export interface Tested {
  readonly known: readonly Expected[];
  readonly freshMs: number;
  readonly slower: ShiftTest;
  readonly faster: ShiftTest;
  readonly slowerThanMeasured: ShiftTest;
}

/** Compares new durations with what known ones lead to expect. */
export function testDuration(
  known: readonly Expected[],
  fresh: readonly number[],
  options: CompareOptions,
  level: number,
): Tested {
  const against = (valueOf: (expected: Expected) => number) =>
    testShift(known.map(valueOf), fresh, level, options.prior);
  return {
    known,
    freshMs: median(fresh),
    slower: against((expected) => expected.mostMs),
    faster: against((expected) => expected.leastMs),
    slowerThanMeasured: against((expected) => expected.measuredMs),
  };
}

export function judge(tested: Tested, level: number, least: LeastChange, pSlower: number, pFaster: number): Judgement {
  const { known, freshMs, slower, faster, slowerThanMeasured } = tested;
  const knownMs = median(known.map(({ measuredMs }) => measuredMs));
  const mostMs = median(known.map((expected) => expected.mostMs));
  const leastMs = median(known.map((expected) => expected.leastMs));
  const highMs = Math.max(mostMs * Math.max(1 + least.ratio, slower.limitRatio ?? 1), mostMs + least.ms);
  const lowMs = Math.min(leastMs / Math.max(1 + least.ratio, faster.limitRatio ?? 1), leastMs - least.ms);
  const regressed = pSlower <= level && freshMs > highMs;
  const improved = pFaster <= level && freshMs < lowMs;
  return {
    verdict: regressed ? 'regressed' : improved ? 'improved' : 'unchanged',
    knownMs,
    freshMs,
    expectedMs: { least: leastMs, most: mostMs },
    knownRuns: known.length,
    bandMs: { low: Math.max(0, lowMs), high: highMs },
    pSlower,
    pFaster,
    spread: slower.spread,
    method: slower.method,
    explainedByConditions:
      !regressed &&
      slowerThanMeasured.pSlower <= level &&
      freshMs > Math.max(knownMs * (1 + least.ratio), knownMs + least.ms),
  };
}
