import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderByWholeNumbers, sortWholeNumbers } from './radix-sort.ts';

const wholeNumber = fc.oneof(fc.nat(3), fc.nat(100_000), fc.nat(2 ** 32 - 1));
// Long enough for the linear way, too.
const lists = fc.oneof(
  fc.array(wholeNumber, { maxLength: 20 }),
  fc.array(wholeNumber, { minLength: 600, maxLength: 700 }),
);

it('sorts as comparing does', () => {
  fc.assert(
    fc.property(lists, (list) => {
      expect([...sortWholeNumbers(Uint32Array.from(list))]).toEqual([...list].sort((a, b) => a - b));
    }),
  );
});

it('orders places by their keys and keeps the order of equal ones', () => {
  fc.assert(
    fc.property(lists, (list) => {
      const expected = list.map((key, place) => ({ key, place })).sort((a, b) => a.key - b.key || a.place - b.place);
      expect([...orderByWholeNumbers(Uint32Array.from(list))]).toEqual(expected.map(({ place }) => place));
    }),
  );
});
