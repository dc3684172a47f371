import { describe, expect, it } from 'vitest';
import { holmAdjust } from './holm.ts';
import { rankSumUpperTail, smallestRankSumTail } from './rank-sum.ts';
import { median } from '../../util/median.ts';
import { qnSpread } from './robust.ts';
import { testShift } from './shift-test.ts';
import { studentTQuantile, studentTUpperTail } from './student-t.ts';

describe("Student's t", () => {
  // From scipy 1.16: stats.t.sf and stats.t.isf.
  it.each([
    [0.5, 1, 0.35241638234956674],
    [2.228, 10, 0.02500588590855566],
    [3.1, 6.3, 0.009910772769076785],
    [4.6, 4, 0.005015446585098123],
    [-1.2, 3.82, 0.8503847135738721],
    [12, 2.5, 0.0014181075150391622],
  ])('exceeds %d with %d degrees of freedom as often as scipy says', (t, degrees, chance) => {
    expect(studentTUpperTail(t, degrees)).toBeCloseTo(chance, 11);
  });

  it.each([
    [0.01, 3.82, 3.8464066051810346],
    [0.005, 7.1, 3.482756363020182],
    [0.0002, 3, 17.59793536592841],
  ])('has the quantiles of scipy: %d, %d', (chance, degrees, t) => {
    expect(studentTQuantile(chance, degrees)).toBeCloseTo(t, 8);
  });
});

describe('rank sums', () => {
  // By going through all ways to choose the ranks (itertools.combinations over scipy's rankdata).
  it.each([
    [[1, 2, 3, 4, 5], [4.5, 6, 7], 2 / 56],
    [[1, 2, 2, 3], [2, 3, 3], 10 / 35],
    [[5, 6, 7, 8, 9, 10], [1, 2, 3], 1],
  ])('%j against %j', (known, fresh, chance) => {
    expect(rankSumUpperTail(known, fresh)).toBeCloseTo(chance, 12);
  });

  it('go over to the normal approximation for many values', () => {
    const known = Array.from({ length: 40 }, (_, i) => i + 1);
    const fresh = Array.from({ length: 30 }, (_, i) => i + 10.5);
    // scipy.stats.mannwhitneyu(fresh, known, alternative='greater', method='asymptotic')
    expect(rankSumUpperTail(known, fresh)).toBeCloseTo(0.05521969346796555, 6);
  });

  it('cannot convince below the number of ways', () => {
    expect(smallestRankSumTail(5, 1)).toBeCloseTo(1 / 6);
    expect(smallestRankSumTail(5, 5)).toBeCloseTo(1 / 252);
  });
});

describe('robust centre and spread', () => {
  it('takes the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('computes Qn as defined: the h-over-2-th of the distances, by hand', () => {
    // n = 5, h = 3, third smallest of 1 2 3 4 6 7 8 9 10 … is 3; 3 · 2.2219 · 0.844.
    const distances = [1, 3, 7, 15].flatMap((a, i, all) => all.slice(i + 1).map((b) => Math.abs(a - b)));
    expect(distances.length).toBe(6);
    expect(qnSpread([0, 1, 3, 7, 15])).toBeCloseTo(3 * 2.2219 * 0.844, 10);
  });

  it('does not mind one wild value among five', () => {
    expect(qnSpread([10, 10.1, 9.9, 10.05, 500])).toBeLessThan(0.5);
  });
});

describe('Holm', () => {
  it('multiplies by what is left, and never goes back down', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives 0.03 0.06 0.06 0.02
    expect(holmAdjust([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(6)))).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holmAdjust([])).toEqual([]);
  });
});

describe('the test for a shift', () => {
  const prior = { spread: 0.05, degreesOfFreedom: 3 };

  it('has with one known run the band that the prior gives', () => {
    const test = testShift([100_000], [110_000], 0.01, prior);
    expect(test.method).toBe('moderated-t');
    // t(0.99; 3) = 4.5407; one known and one new value: factor sqrt 2.
    expect(test.limitRatio).toBeCloseTo(Math.exp(4.5407 * 0.05 * Math.SQRT2), 3);
    expect(test.ratio).toBeCloseTo(1.1);
  });

  it('narrows the band as runs agree, and widens it as they differ', () => {
    const calm = testShift(
      [100, 101, 99, 100, 100.5].map((s) => s * 1000),
      [130_000],
      0.01,
      prior,
    );
    const wild = testShift(
      [100, 130, 80, 110, 95].map((s) => s * 1000),
      [110_000],
      0.01,
      prior,
    );
    const alone = testShift([100_000], [110_000], 0.01, prior);
    expect(calm.limitRatio).toBeLessThan(alone.limitRatio ?? 0);
    expect(wild.limitRatio).toBeGreaterThan(calm.limitRatio ?? 0);
    expect(calm.pSlower).toBeLessThan(0.01);
    expect(wild.pSlower).toBeGreaterThan(0.1);
  });

  it('with two runs that differ gives a band that is wider than that of one, and of use', () => {
    const ofTwo = (second: number) => testShift([100_000, second], [150_000], 0.01, prior);
    const ofOne = testShift([100_000], [150_000], 0.01, prior).limitRatio ?? 0;
    // Within what the prior expects: s² = (3 · 0.05² + own²) / 4, own = ln(1.04) / √2, t(0.99; 4) = 3.7469.
    const own = Math.log(1.04) / Math.SQRT2;
    const spread = Math.sqrt((3 * 0.05 ** 2 + own ** 2) / 4);
    expect(ofTwo(104_000).limitRatio).toBeCloseTo(Math.exp(3.7469 * spread * Math.sqrt(1.5)), 3);
    // Beyond it: not below the band of one run, and further out the more they differ.
    expect(ofTwo(110_000).limitRatio).toBeCloseTo(ofOne, 6);
    const wide = Math.log(1.3) / Math.SQRT2;
    expect(ofTwo(130_000).limitRatio).toBeCloseTo(Math.exp(3.7469 * wide * Math.sqrt(1.5)), 3);
    expect(ofTwo(130_000).limitRatio).toBeLessThan(2.5);
    expect(testShift([100_000, 110_000], [200_000], 0.01, prior).pSlower).toBeLessThan(0.01);
    expect(ofTwo(130_000).pSlower).toBeGreaterThan(0.01);
  });

  it('goes by ranks alone where there are enough runs', () => {
    const known = [10, 11, 12, 13, 14].map((s) => s * 1000);
    const fresh = [15, 16, 17, 18, 19].map((s) => s * 1000);
    const test = testShift(known, fresh, 0.01, prior);
    expect(test.method).toBe('rank-sum');
    expect(test.pSlower).toBeCloseTo(1 / 252, 10);
    expect(test.pFaster).toBe(1);
  });
});
