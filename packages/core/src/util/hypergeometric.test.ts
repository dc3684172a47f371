import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chanceBound, chanceOfAtLeast, expectedMarked, varianceOfMarked, type Draw } from './hypergeometric.ts';

/** Counts every possible draw, as subsets of places, the first `marked` of which carry the mark. */
function byCounting(draws: readonly Draw[], observed: number): number {
  const perDraw = draws.map(({ total, marked, drawn, weight = 1 }) => {
    const outcomes: number[] = [];
    for (let subset = 0; subset < 2 ** total; subset++) {
      const places = [...Array(total).keys()].filter((place) => (subset >> place) & 1);
      if (places.length === drawn) outcomes.push(weight * places.filter((place) => place < marked).length);
    }
    return outcomes;
  });
  let sums = [0];
  for (const outcomes of perDraw) sums = sums.flatMap((sum) => outcomes.map((outcome) => sum + outcome));
  return sums.filter((sum) => sum >= observed).length / sums.length;
}

const draw = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.nat(7), fc.nat(7), fc.constantFrom(undefined, 0, 1, 3))
  .map(([total, marked, drawn, weight]): Draw => {
    return {
      total,
      marked: Math.min(total, marked),
      drawn: Math.min(total, drawn),
      ...(weight !== undefined && { weight }),
    };
  });

describe('chanceOfAtLeast', () => {
  it('is what counting all draws gives', () => {
    fc.assert(
      fc.property(fc.array(draw, { minLength: 1, maxLength: 2 }), fc.nat(14), (draws, observed) => {
        expect(chanceOfAtLeast(draws, observed)).toBeCloseTo(byCounting(draws, observed), 9);
      }),
      { numRuns: 60 },
    );
  });

  it('holds for numbers that cannot be counted', () => {
    // All four of four drawn among 42, where four are marked: one way of 42 over 4.
    expect(chanceOfAtLeast([{ total: 42, marked: 4, drawn: 4 }], 4) * 111_930).toBeCloseTo(1, 9);
    const large = { total: 1_000_000, marked: 1_000, drawn: 50_000 };
    expect(expectedMarked(large)).toBe(50);
    // Four of 42 drawn, four marked: 4 * 4/42 * 38/42 * 38/41.
    expect(varianceOfMarked({ total: 42, marked: 4, drawn: 4 })).toBeCloseTo(0.31946, 4);
    expect(varianceOfMarked({ total: 1, marked: 1, drawn: 1 })).toBe(0);
    // Nearly Poisson with mean 50: 100 or more are a matter of 1e-10.
    expect(chanceOfAtLeast([large], 100)).toBeLessThan(1e-8);
    expect(chanceOfAtLeast([large], 0)).toBeCloseTo(1, 9);
    expect(chanceOfAtLeast([], 0)).toBe(1);
  });
});

it('chanceBound is never below the exact chance', () => {
  const wide = fc
    .tuple(fc.integer({ min: 1, max: 200 }), fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 12 }))
    .map(([total, marked, drawn, weight]): Draw => {
      return { total, marked: Math.min(total, marked), drawn: Math.min(total, drawn), weight };
    });
  fc.assert(
    fc.property(fc.array(wide, { minLength: 1, maxLength: 5 }), fc.nat(2_000), (draws, excess) => {
      const expected = draws.reduce((sum, each) => sum + (each.weight ?? 1) * expectedMarked(each), 0);
      const variance = draws.reduce((sum, each) => sum + (each.weight ?? 1) ** 2 * varianceOfMarked(each), 0);
      const observed = Math.ceil(expected) + excess;
      const bound = observed === expected ? 1 : chanceBound(observed - expected, variance, 12);
      expect(bound).toBeGreaterThanOrEqual(chanceOfAtLeast(draws, observed) - 1e-12);
    }),
    { numRuns: 300 },
  );
});
