import fc from 'fast-check';
import { expect, it } from 'vitest';
import { orderOfTimes, sortWholeNumbers } from './order.ts';

const wholeNumber = fc.oneof(fc.nat(3), fc.nat(100_000), fc.nat(2 ** 32 - 1));
/** Short enough for the way of few values, and long enough for more than one digit. */
const listsOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.array(value, { maxLength: 20 }),
    fc.array(value, { minLength: 21, maxLength: 100 }),
    fc.array(value, { minLength: 600, maxLength: 700 }),
  );

it('sorts as comparing does', () => {
  fc.assert(
    fc.property(listsOf(wholeNumber), (list) => {
      expect([...sortWholeNumbers(Uint32Array.from(list))]).toEqual([...list].sort((a, b) => a - b));
    }),
  );
});

it('orders places by their times and keeps the order of equal ones', () => {
  const time = fc.oneof(
    { weight: 8, arbitrary: wholeNumber },
    // What no key can hold: parts of milliseconds, and times further apart than 49 days.
    fc.constantFrom(0.5, -1.25, -(2 ** 32), 2 ** 40),
  );
  fc.assert(
    fc.property(fc.oneof(listsOf(wholeNumber), listsOf(time)), (list) => {
      const expected = list.map((timeMs, place) => ({ timeMs, place }));
      expected.sort((a, b) => a.timeMs - b.timeMs || a.place - b.place);
      expect([...orderOfTimes(Float64Array.from(list))]).toEqual(expected.map(({ place }) => place));
    }),
  );
});
