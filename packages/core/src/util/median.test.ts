import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, medianOf, selectAt } from './median.ts';

const values = fc.array(fc.oneof(fc.nat(3), fc.nat(2 ** 40)), { minLength: 1, maxLength: 200 });

it('finds what sorting would put at each place', () => {
  fc.assert(
    fc.property(values, (list) => {
      const sorted = [...list].sort((a, b) => a - b);
      const found = sorted.map((_, place) => selectAt(Float64Array.from(list), place));
      expect(found).toEqual(sorted);
    }),
  );
});

it('takes the upper one of two values in the middle', () => {
  expect(medianOf(Float64Array.of(4, 1, 3, 2))).toBe(3);
  expect(medianOf(Float64Array.of(9, 7, 8))).toBe(8);
  expect(medianOf(new Float64Array())).toBe(0);
});

it('takes the mean of two values in the middle for statistics', () => {
  const given = [4, 1, 3, 2];
  expect(median(given)).toBe(2.5);
  expect(given).toEqual([4, 1, 3, 2]);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([7])).toBe(7);
  expect(median([])).toBe(0);
});
