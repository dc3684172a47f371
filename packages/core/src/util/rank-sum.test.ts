import { describe, expect, it } from 'vitest';
import { rankSumZ } from './rank-sum.ts';

const z = (first: readonly number[], second: readonly number[]) =>
  rankSumZ(Float64Array.from(first), Float64Array.from(second));

describe('rank-sum z', () => {
  it('is the textbook value', () => {
    // U = 3 * 4 = 12 of 12 pairs; mean 6, variance 3 * 4 * 8 / 12 = 8.
    expect(z([5, 6, 7], [1, 2, 3, 4])).toBeCloseTo(6 / Math.sqrt(8), 10);
    // U = 0 + 0.5 (a tie) + 2 = 2.5 of 9 pairs; mean 4.5, variance 3 * 3 * 7 / 12 = 5.25.
    expect(z([1, 2, 5], [2, 3, 9])).toBeCloseTo((2.5 - 4.5) / Math.sqrt(5.25), 10);
  });

  it('is 0 for equal sets and changes its sign with the sides', () => {
    expect(z([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(z([1, 4, 9], [2, 3, 5, 7])).toBeCloseTo(-z([2, 3, 5, 7], [1, 4, 9]), 10);
  });
});
