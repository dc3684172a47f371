import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeSpans, unionMs } from './spans.ts';

const edge = fc.integer({ min: -5, max: 30 });
const span = fc.record({ startMs: edge, endMs: edge });

it('covers every moment that a span covers, once', () => {
  fc.assert(
    fc.property(fc.array(span, { maxLength: 8 }), (spans) => {
      const moments = Array.from({ length: 40 }, (_, index) => index - 5);
      const covered = moments.filter((ms) => spans.some(({ startMs, endMs }) => startMs <= ms && ms < endMs));
      const merged = mergeSpans(spans);
      expect(moments.filter((ms) => merged.some(({ startMs, endMs }) => startMs <= ms && ms < endMs))).toEqual(covered);
      expect(unionMs(spans)).toBe(covered.length);
      merged.slice(1).forEach(({ startMs }, index) => {
        expect(startMs).toBeGreaterThan(merged[index]?.endMs ?? Infinity);
      });
    }),
  );
});
