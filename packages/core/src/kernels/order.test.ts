import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inArena } from './arena.ts';
import { orderOfTimes } from './order.ts';

const wholeNumber = fc.oneof(fc.nat(3), fc.nat(100_000), fc.nat(2 ** 32 - 1));
/** Short enough for the way of few values, and long enough for more than one digit. */
const listsOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof(
    fc.array(value, { maxLength: 20 }),
    fc.array(value, { minLength: 21, maxLength: 100 }),
    fc.array(value, { minLength: 600, maxLength: 700 }),
  );

/** By the kernel that sorts task times; 64 bits hold what 32 do. */
function sorted(list: readonly number[], wide: boolean): number[] {
  return inArena((arena) => {
    const numbers = wide
      ? arena.placeOf(new Uint8Array(BigUint64Array.from(list, BigInt).buffer))
      : arena.placeOf(Uint32Array.from(list));
    const spare = arena.scratch(list.length * 8);
    const at = arena.kernels.sortNumbers(wide, numbers, spare, list.length, 0) >>> 0;
    if (!wide) return [...arena.uint32(at, list.length)];
    return [...new BigUint64Array(arena.kernels.memory.buffer, at, list.length)].map(Number);
  });
}

it('sorts as comparing does, in 32 bits and in 64', () => {
  const long = fc.oneof(wholeNumber, fc.nat(Number.MAX_SAFE_INTEGER));
  fc.assert(
    fc.property(listsOf(wholeNumber), listsOf(long), (list, longList) => {
      expect(sorted(list, false)).toEqual([...list].sort((a, b) => a - b));
      expect(sorted(longList, true)).toEqual([...longList].sort((a, b) => a - b));
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
