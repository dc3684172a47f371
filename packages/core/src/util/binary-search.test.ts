import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstAbove, firstFrom } from './binary-search.ts';

const rising = fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 40 }).map((list) => list.sort((a, b) => a - b));

it('finds what a walk from the start of the range finds', () => {
  fc.assert(
    fc.property(rising, fc.integer({ min: -7, max: 22 }), fc.nat(40), fc.nat(40), (list, limit, one, other) => {
      const from = Math.min(one, other, list.length);
      const to = Math.min(Math.max(one, other), list.length);
      const walk = (wanted: (value: number) => boolean) => {
        const found = list.slice(from, to).findIndex(wanted);
        return found < 0 ? to : from + found;
      };
      expect(firstFrom(list, limit, { from, to })).toBe(walk((value) => value >= limit));
      expect(firstAbove(list, limit, { from, to })).toBe(walk((value) => value > limit));
    }),
  );
});

it('looks at the whole list unless told', () => {
  expect(firstFrom([1, 2, 2, 3], 2)).toBe(1);
  expect(firstAbove([1, 2, 2, 3], 2)).toBe(3);
  expect(firstFrom([], 1)).toBe(0);
});
