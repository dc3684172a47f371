import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareClaims, type TimeClaim } from './share-claims.ts';

const claim = (ms: number, startMs: number, endMs: number, measured = true): TimeClaim => ({
  ms,
  ranges: [{ startMs, endMs }],
  measured,
});

describe('shares of overlapping claims', () => {
  it('leaves claims alone that fit beside each other', () => {
    expect(shareClaims([claim(400, 0, 1_000), claim(600, 0, 1_000), claim(50, 5_000, 5_050)], 10_000)).toEqual([
      { aloneMs: 400, shareMs: 400 },
      { aloneMs: 600, shareMs: 600 },
      { aloneMs: 50, shareMs: 50 },
    ]);
  });

  it('divides what two measured claims both want in proportion', () => {
    // Both want all of 0 to 1 s; the second alone has 1 to 2 s.
    expect(shareClaims([claim(1_000, 0, 1_000), claim(2_000, 0, 2_000)], 10_000)).toEqual([
      { aloneMs: 1_000, shareMs: 500 },
      { aloneMs: 2_000, shareMs: 1_500 },
    ]);
  });

  it('gives bounds what measured claims leave', () => {
    expect(
      shareClaims([claim(1_000, 0, 1_000, false), claim(700, 0, 1_000), claim(1_000, 0, 1_000, false)], 10_000),
    ).toEqual([
      { aloneMs: 1_000, shareMs: 150 },
      { aloneMs: 700, shareMs: 700 },
      { aloneMs: 1_000, shareMs: 150 },
    ]);
  });

  it('takes a claim for no more than its ranges, and those for no more than the run', () => {
    expect(shareClaims([claim(9_000, 1_000, 2_000), { ms: 99_000, ranges: [], measured: false }], 10_000)).toEqual([
      { aloneMs: 1_000, shareMs: 1_000 },
      { aloneMs: 10_000, shareMs: 9_000 },
    ]);
  });

  it('never gives more than there is, at no moment', () => {
    const time = fc.integer({ min: -100, max: 1_200 });
    const range = fc.tuple(time, time).map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) }));
    const claims = fc.array(
      fc.record({
        ms: fc.integer({ min: 0, max: 2_000 }),
        ranges: fc.array(range, { maxLength: 4 }),
        measured: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(claims, (list) => {
        const shares = shareClaims(list, 1_000);
        expect(shares.reduce((sum, { shareMs }) => sum + shareMs, 0)).toBeLessThanOrEqual(1_000);
        for (const [index, { aloneMs, shareMs }] of shares.entries()) {
          expect(shareMs).toBeGreaterThanOrEqual(0);
          expect(shareMs).toBeLessThanOrEqual(aloneMs);
          expect(aloneMs).toBeLessThanOrEqual(Math.max(0, list[index]?.ms ?? 0));
        }
        // What one stretch holds, all that lie within it cannot exceed either.
        const inside = list.flatMap((item, index) =>
          item.ranges.length > 0 && item.ranges.every((part) => part.startMs >= 200 && part.endMs <= 300)
            ? [shares[index]?.shareMs ?? 0]
            : [],
        );
        expect(inside.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(100);
      }),
    );
  });
});
