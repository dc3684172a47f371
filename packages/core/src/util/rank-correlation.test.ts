import { expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation.ts';

it('is the textbook value', () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 1_000])).toBe(1);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
  // Ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6 * 4 / (5 * 24).
  expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
  // Ranks 1.5 1.5 3 against 1 2 3: a tie shares its mean rank.
  expect(rankCorrelation([5, 5, 9], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 12);
});

it('is 0 where there is nothing to compare', () => {
  expect(rankCorrelation([1, 2], [1, 2])).toBe(0);
  expect(rankCorrelation([3, 3, 3], [1, 2, 3])).toBe(0);
});
