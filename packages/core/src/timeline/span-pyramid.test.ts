import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SpanColumns } from './lane.ts';
import type { SpanPyramid } from './span-pyramid.ts';
import { groupRange } from './span-set.ts';
import { pyramidOf, type PlainSpan } from './work-lanes.ts';

const layerCount = 3;
const spans = fc.array(
  fc
    .tuple(fc.nat(5000), fc.nat(400), fc.nat(layerCount - 1))
    .map(([startMs, lengthMs, layer]): Omit<PlainSpan, 'id'> => ({ startMs, endMs: startMs + lengthMs, layer })),
  { maxLength: 200 },
);
const numbered = spans.map((list) => list.map((span, id): PlainSpan => ({ ...span, id })));
const bucket = fc.integer({ min: 0, max: 13 }).map((power) => (power === 0 ? 0 : 2 ** (power - 1)));

function sumOf(columns: SpanColumns): number {
  return columns.count.reduce((sum, count) => sum + count, 0);
}

describe('a span pyramid', () => {
  it('loses no span at any level', () => {
    fc.assert(
      fc.property(numbered, bucket, (list, bucketMs) => {
        const answer = pyramidOf(list, layerCount).query(-1, 10_000, bucketMs);
        expect(sumOf(answer)).toBe(list.length);
        for (let layer = 0; layer < layerCount; layer++) {
          const own = list.filter((span) => span.layer === layer).length;
          expect(answer.count.reduce((sum, count, i) => sum + (answer.layer[i] === layer ? count : 0), 0)).toBe(own);
        }
      }),
    );
  });

  it('shows every span that touches a window, itself or through one of its row and bucket that is as long or longer', () => {
    fc.assert(
      fc.property(numbered, bucket, fc.nat(5000), fc.nat(800), (list, bucketMs, fromMs, lengthMs) => {
        const toMs = fromMs + lengthMs;
        const pyramid = pyramidOf(list, layerCount);
        const answer = pyramid.query(fromMs, toMs, bucketMs);
        const rowOf = rowsById(pyramid);
        for (const span of list) {
          if (span.endMs < fromMs || span.startMs > toMs) continue;
          const bucketOf = (ms: number) => Math.floor(ms / Math.max(bucketMs, 1));
          const isShown = answer.id.some(
            (id, i) =>
              id === span.id ||
              (bucketMs > 0 &&
                answer.row[i] === rowOf.get(span.id) &&
                answer.layer[i] === span.layer &&
                bucketOf(answer.startMs[i]!) === bucketOf(span.startMs) &&
                answer.endMs[i]! - answer.startMs[i]! >= span.endMs - span.startMs),
          );
          // What stands for it may end before the window that only its tail touches: less than a bucket of it is there.
          const onlyItsEdge = bucketMs > 0 && span.endMs - fromMs < 2 * bucketMs;
          expect(isShown || onlyItsEdge).toBe(true);
        }
      }),
    );
  });

  it('gives the same level whether it is made from single spans or from a finer level', () => {
    fc.assert(
      fc.property(numbered, (list) => {
        const step = pyramidOf(list, layerCount);
        step.level(2);
        step.level(16);
        expect(step.level(64).count).toEqual(pyramidOf(list, layerCount).level(64).count);
        expect(step.level(64).id).toEqual(pyramidOf(list, layerCount).level(64).id);
      }),
    );
  });

  it('keeps spans of one row and layer apart', () => {
    fc.assert(
      fc.property(numbered, (list) => {
        const { finest } = pyramidOf(list, layerCount);
        for (let row = 0; row < finest.rowCount; row++) {
          for (let layer = 0; layer < layerCount; layer++) {
            const [from, to] = groupRange(finest, row, layer);
            for (let i = from + 1; i < to; i++) expect(finest.startMs[i]!).toBeGreaterThanOrEqual(finest.endMs[i - 1]!);
          }
        }
      }),
    );
  });
});

function rowsById(pyramid: SpanPyramid): Map<number, number> {
  const all = pyramid.query(-1, 10_000, 0);
  return new Map(Array.from(all.id, (id, i) => [id, all.row[i] ?? -1]));
}
