import type { NoisePrior } from './statistics/shift-test.ts';

/** The least change that counts: both the ratio and the milliseconds have to be reached. */
export interface LeastChange {
  readonly ratio: number;
  readonly ms: number;
}

export interface CompareOptions {
  /** Most false alarms among comparisons of runs between which nothing changed. */
  readonly falseAlarmRate: number;
  readonly leastChange: LeastChange;
  /** For a query or a stage; what is smaller is in the noise of a single run. */
  readonly leastUnitChange: LeastChange;
  readonly prior: NoisePrior;
}

export const defaultCompareOptions: CompareOptions = {
  // One in a hundred: more often, and people learn to press "run again".
  falseAlarmRate: 0.01,
  // 2 s are what scheduling and commits of an ordinary query vary by (see `Facts.noticeableMs`); below a tenth nobody acts.
  leastChange: { ratio: 0.1, ms: 2_000 },
  leastUnitChange: { ratio: 0.25, ms: 2_000 },
  // See docs/checks.md: measured over repeated runs.
  prior: { spread: 0.05, degreesOfFreedom: 3 },
};
