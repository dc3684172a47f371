import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantilesOfSorted } from '../util/quantiles.ts';
import { groupSorted, medianOfGroup, medianOfOthers, RankSums } from './host-groups.ts';

/** The z score of the group that is marked 1 among values that come in any order. */
function z(first: readonly number[], second: readonly number[]): number {
  const { sorted, groups } = split([...first.map((value) => [value, 1]), ...second.map((value) => [value, 0])]);
  const own = groups.find(({ code }) => code === 1);
  return new RankSums(sorted).zOf(own?.places ?? new Uint32Array());
}

function split(marked: readonly (readonly number[])[]) {
  const inOrder = [...marked].sort(([a = 0], [b = 0]) => a - b);
  const sorted = Float64Array.from(inOrder, ([value = 0]) => value);
  const codes = Uint32Array.from(inOrder, ([, code = 0]) => code);
  return { sorted, groups: groupSorted(codes, 5) };
}

describe('rank sums', () => {
  it('are the textbook value', () => {
    // U = 3 * 4 = 12 of 12 pairs; mean 6, variance 3 * 4 * 8 / 12 = 8.
    expect(z([5, 6, 7], [1, 2, 3, 4])).toBeCloseTo(6 / Math.sqrt(8), 10);
    // U = 0 + 0.5 (a tie) + 2 = 2.5 of 9 pairs; mean 4.5, variance 3 * 3 * 7 / 12 = 5.25.
    expect(z([1, 2, 5], [2, 3, 9])).toBeCloseTo((2.5 - 4.5) / Math.sqrt(5.25), 10);
  });

  it('are 0 for equal sets and change their sign with the sides', () => {
    expect(z([1, 2, 3], [1, 2, 3])).toBe(0);
    expect(z([1, 4, 9], [2, 3, 5, 7])).toBeCloseTo(-z([2, 3, 5, 7], [1, 4, 9]), 10);
  });
});

describe('groups of a sorted list', () => {
  it('hold the values of their code in order, and the median of the others is that of a filtered list', () => {
    const value = fc.tuple(fc.nat(20), fc.nat(4));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (marked) => {
        const { sorted, groups } = split(marked);
        expect(groups.map(({ code }) => code)).toEqual([...new Set(marked.map(([, code]) => code))].sort());
        for (const { code, places } of groups) {
          const of = (own: boolean) =>
            Float64Array.from(marked.filter((entry) => (entry[1] === code) === own).map(([each]) => each)).sort();
          expect(medianOfGroup(sorted, places)).toBe(quantilesOfSorted(of(true)).median);
          expect(Float64Array.from(places, (place) => sorted[place] ?? -1)).toEqual(of(true));
          const others = of(false);
          if (others.length > 0) expect(medianOfOthers(sorted, places)).toBe(quantilesOfSorted(others).median);
        }
      }),
    );
  });
});
