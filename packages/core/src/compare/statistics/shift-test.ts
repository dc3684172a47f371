import { median } from '../../util/median.ts';
import { spreadWithoutWild } from './robust.ts';
import { rankSumUpperTail, smallestRankSumTail } from './rank-sum.ts';
import { studentTQuantile, studentTUpperTail } from './student-t.ts';

/**
 * What runs of one job differ by without any cause, before its own runs have told: the spread of the logarithm of working time
 * over repeated runs, counted as this many runs' worth of knowledge. See docs/checks.md for where the number comes from.
 */
export interface NoisePrior {
  readonly spread: number;
  readonly degreesOfFreedom: number;
}

/** Student's t of one degree of freedom has no bounds that anybody could use: 32 deviations for one in a hundred. */
const leastOwnDegrees = 2;

export interface ShiftTest {
  /** Chance that noise alone gives a shift as large, upwards and downwards. */
  readonly pSlower: number;
  readonly pFaster: number;
  /** Estimated ratio of new to known. */
  readonly ratio: number;
  /** Standard deviation of the logarithm from run to run that was reckoned with. */
  readonly spread: number;
  readonly method: 'rank-sum' | 'moderated-t';
  /** Ratio above which the shift would be significant at the level asked for; absent for ranks. */
  readonly limitRatio?: number;
}

/**
 * Tests whether new durations (milliseconds) are longer or shorter than known ones.
 *
 * Where there are so many values that the order alone can convince at `level`, the exact rank-sum test is used, which assumes
 * nothing about noise. Otherwise a t test of the logarithms: median against median, with the spread moderated by the
 * prior as in Smyth (2004): s² = (d0 s0² + d s²) / (d0 + d). With one known run d is 0 and the prior alone makes a wide band.
 * Runs that vary more than the prior says must convince by themselves too: the prior may widen the band, never narrow it. Two known
 * runs cannot convince by themselves (a band of their own would end at ten times the usual): theirs is at least as wide as that of one.
 */
export function testShift(
  known: readonly number[],
  fresh: readonly number[],
  level: number,
  prior: NoisePrior,
): ShiftTest {
  const knownLogs = known.map(logOf);
  const freshLogs = fresh.map(logOf);
  const knownCentre = median(knownLogs);
  const shift = median(freshLogs) - knownCentre;
  const { spread: own, degreesOfFreedom: ownDegrees } = spreadWithoutWild(knownLogs, prior.spread);
  const degrees = prior.degreesOfFreedom + ownDegrees;
  const spread = Math.sqrt((prior.degreesOfFreedom * prior.spread ** 2 + ownDegrees * own ** 2) / degrees);
  const error = spread * Math.sqrt(medianVariance(knownLogs.length) + medianVariance(freshLogs.length));
  const common = { ratio: Math.exp(shift), spread };
  if (smallestRankSumTail(knownLogs.length, freshLogs.length) <= level) {
    return {
      ...common,
      method: 'rank-sum',
      pSlower: rankSumUpperTail(knownLogs, freshLogs),
      pFaster: rankSumUpperTail(freshLogs, knownLogs),
    };
  }
  const tests = [{ error, degrees }];
  if (own > prior.spread) {
    const ownError = (error * own) / spread;
    if (ownDegrees >= leastOwnDegrees) tests.push({ error: ownError, degrees: ownDegrees });
    else {
      const ofOneRun = prior.spread * Math.sqrt(medianVariance(1) + medianVariance(freshLogs.length));
      tests.push({ error: ownError, degrees }, { error: ofOneRun, degrees: prior.degreesOfFreedom });
    }
  }
  return {
    ...common,
    spread: Math.max(spread, own),
    method: 'moderated-t',
    pSlower: Math.max(...tests.map((test) => studentTUpperTail(shift / test.error, test.degrees))),
    pFaster: Math.max(...tests.map((test) => studentTUpperTail(-shift / test.error, test.degrees))),
    limitRatio: Math.exp(Math.max(...tests.map((test) => test.error * studentTQuantile(level, test.degrees)))),
  };
}

/** Below a millisecond the logs cannot tell, and a logarithm of 0 would be infinite. */
function logOf(durationMs: number): number {
  return Math.log(Math.max(1, durationMs));
}

/** Variance of the median of n normal values of variance 1: exact for one and two, asymptotic (π / 2n) from there on. */
function medianVariance(n: number): number {
  return n <= 2 ? 1 / n : Math.PI / (2 * n);
}
