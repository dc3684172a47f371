import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantilesOfSorted } from '../util/quantiles.ts';
import { groupSorted, medianOfGroup, medianOfOthers } from './host-groups.ts';

function split(marked: readonly (readonly number[])[]) {
  const inOrder = [...marked].sort(([a = 0], [b = 0]) => a - b);
  const sorted = Float64Array.from(inOrder, ([value = 0]) => value);
  const codes = Float64Array.from(inOrder, ([, code = 0]) => code);
  return { sorted, groups: groupSorted(codes, 5) };
}

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
