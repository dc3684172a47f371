import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantilesOfSorted } from '../util/quantiles.ts';
import { groupSorted, quantileOfGroup, quantileOfOthers } from './host-groups.ts';

function split(marked: readonly (readonly number[])[]) {
  const inOrder = [...marked].sort(([a = 0], [b = 0]) => a - b);
  const sorted = Float64Array.from(inOrder, ([value = 0]) => value);
  const codes = Float64Array.from(inOrder, ([, code = 0]) => code);
  return { sorted, groups: groupSorted(codes, 5) };
}

describe('groups of a sorted list', () => {
  it('hold the values of their code in order, and quantiles of the others are those of a filtered list', () => {
    const value = fc.tuple(fc.nat(20), fc.nat(4));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (marked) => {
        const { sorted, groups } = split(marked);
        expect(groups.map(({ code }) => code)).toEqual([...new Set(marked.map(([, code]) => code))].sort());
        for (const { code, places } of groups) {
          const of = (own: boolean) =>
            Float64Array.from(marked.filter((entry) => (entry[1] === code) === own).map(([each]) => each)).sort();
          expect(Float64Array.from(places, (place) => sorted[place] ?? -1)).toEqual(of(true));
          const others = of(false);
          const [own, elsewhere] = [quantilesOfSorted(of(true)), quantilesOfSorted(others)];
          expect(quantileOfGroup(sorted, places, 0.5)).toBe(own.median);
          expect(quantileOfGroup(sorted, places, 0.25)).toBe(own.p25);
          if (others.length === 0) continue;
          expect(quantileOfOthers(sorted, places, 0.5)).toBe(elsewhere.median);
          expect(quantileOfOthers(sorted, places, 0.25)).toBe(elsewhere.p25);
        }
      }),
    );
  });
});
