import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeriesColumns } from '@cinderlog/core';
import { columnsOf, drawStack } from './draw-series.ts';
import type { Painter } from './painter.ts';

const bucketMs = 10;
const buckets = 40;
const widthPx = 25;

function seriesOf(mean: readonly Float32Array<ArrayBuffer>[]): SeriesColumns {
  return { startMs: 0, bucketMs, names: mean.map((_, i) => String(i)), min: mean, max: mean, mean };
}

/** A window inside of the series, as a straight line from pixels to times. No bucket ends on the edge of a pixel, where rounding would decide. */
const windows = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 5, max: 100 })).map(
  ([startMs, lengthMs]) =>
    (x: number) =>
      startMs + 0.371 + (x / widthPx) * (lengthMs + 0.1237),
);

const columns = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: buckets, maxLength: buckets });

/** The buckets that a pixel column touches, found one by one: those that begin within it, or else the one it lies in. */
function touched(timeAt: (x: number) => number, x: number): number[] {
  const within = Array.from({ length: buckets }, (_, i) => i).filter(
    (i) => i >= Math.floor(timeAt(x) / bucketMs) && i < Math.floor(timeAt(x + 1) / bucketMs),
  );
  return within.length > 0 ? within : [Math.floor(timeAt(x) / bucketMs)];
}

describe('the columns of a series', () => {
  it('hold the least, the greatest and the mean of what falls on a pixel', () => {
    fc.assert(
      fc.property(columns, windows, (values, timeAt) => {
        const series = seriesOf([Float32Array.from(values)]);
        for (const [which, join] of [
          ['min', (found: number[]) => Math.min(...found)],
          ['max', (found: number[]) => Math.max(...found)],
          ['mean', (found: number[]) => found.reduce((sum, value) => sum + value, 0) / found.length],
        ] as const) {
          const drawn = columnsOf(series, which, 0, timeAt, widthPx);
          for (let x = 0; x < widthPx; x++)
            expect(drawn[x]).toBeCloseTo(join(touched(timeAt, x).map((i) => values[i] ?? 0)), 4);
        }
      }),
    );
  });

  it('stand on top of each other, as high as their sum, and none above the top', () => {
    fc.assert(
      fc.property(fc.array(columns, { minLength: 3, maxLength: 3 }), windows, (layers, timeAt) => {
        const series = seriesOf(layers.map((values) => Float32Array.from(values)));
        const strips: { heights: Float32Array; color: string }[] = [];
        const painter = {
          strip: (_x: number, _baseY: number, heights: Float32Array, color: string) => {
            strips.push({ heights: heights.slice(), color });
          },
        } as unknown as Painter;
        const [most, heightPx] = [12, 24];
        const colors = ['bottom', 'middle', 'top'];
        drawStack(painter, { baseY: 100, heightPx }, series, timeAt, widthPx, most, colors);
        const means = colors.map((_, layer) => columnsOf(series, 'mean', layer, timeAt, widthPx));
        const expected = colors.flatMap((color, layer) => {
          if (means[layer]?.every((value) => value === 0)) return [];
          const heights = Array.from({ length: widthPx }, (_, x) => {
            const sum = means.slice(0, layer + 1).reduce((total, mean) => total + (mean[x] ?? 0), 0);
            return (Math.min(most, sum) / most) * heightPx;
          });
          return [{ color, heights }];
        });
        // The highest is drawn first, so that the others lie on it.
        expect(strips.map(({ color }) => color)).toEqual(expected.map(({ color }) => color).reverse());
        for (const [i, { heights }] of strips.reverse().entries())
          for (const [x, height] of heights.entries()) expect(height).toBeCloseTo(expected[i]?.heights[x] ?? -1, 3);
      }),
    );
  });
});
