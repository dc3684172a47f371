import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketMsFor } from './bucket.ts';
import { LabelRecorder } from './label-grid.ts';
import { SeriesRecorder } from './series-grid.ts';

/** Stretches without holes: length and value. */
const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(9)), { minLength: 1, maxLength: 60 });

function valuesByMs(list: readonly (readonly [number, number])[]): number[] {
  return list.flatMap(([lengthMs, value]) => Array<number>(lengthMs).fill(value));
}

describe('a series grid', () => {
  it('tells the least, the greatest and the mean of every bucket', () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: 0, max: 6 }), (list, power) => {
        const values = valuesByMs(list);
        const recorder = new SeriesRecorder(['a'], values.length);
        let atMs = 0;
        for (const [lengthMs, value] of list) recorder.add(0, atMs, (atMs += lengthMs), value);
        const bucketMs = 2 ** power;
        const answer = recorder.finish().query(0, values.length, bucketMs);
        for (let bucket = 0; bucket * bucketMs < values.length; bucket++) {
          const own = values.slice(bucket * bucketMs, (bucket + 1) * bucketMs);
          expect(answer.min[0]![bucket]).toBe(Math.min(...own));
          expect(answer.max[0]![bucket]).toBe(Math.max(...own));
          if (own.length < bucketMs) continue;
          expect(answer.mean[0]![bucket]).toBeCloseTo(own.reduce((sum, value) => sum + value, 0) / own.length, 3);
        }
      }),
    );
  });
});

describe('a label grid', () => {
  it('tells the label of every millisecond in whole stretches, also where the window cuts them', () => {
    fc.assert(
      fc.property(stretches, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const values = valuesByMs(list);
        const recorder = new LabelRecorder(10, values.length);
        let atMs = 0;
        for (const [lengthMs, value] of list) recorder.add(atMs, (atMs += lengthMs), value);
        const grid = recorder.finish();
        const whole = grid.query(0, values.length, 0);
        for (let i = 0; i < whole.startMs.length; i++) {
          for (let ms = whole.startMs[i]!; ms < whole.endMs[i]!; ms++) expect(values[ms]).toBe(whole.layer[i]);
        }
        const at = Math.floor(share * (values.length - 1));
        const part = grid.query(at, at, 0);
        const stretch = [...whole.startMs].findLastIndex((startMs) => startMs <= at);
        expect([part.startMs[0], part.endMs[0]]).toEqual([whole.startMs[stretch], whole.endMs[stretch]]);
      }),
    );
  });

  it('gives a bucket the label that had most of it', () => {
    const recorder = new LabelRecorder(3, 8);
    recorder.add(0, 1, 1);
    recorder.add(1, 4, 2);
    recorder.add(4, 8, 0);
    const answer = recorder.finish().query(0, 8, 4);
    expect([...answer.layer]).toEqual([2, 0]);
    expect([...answer.startMs, ...answer.endMs]).toEqual([0, 4, 4, 8]);
  });
});

it('sums up by powers of two of at most a pixel, and not at all below a millisecond', () => {
  expect(bucketMsFor(0, 1000, 1000)).toBe(1);
  expect(bucketMsFor(0, 999, 1000)).toBe(0);
  expect(bucketMsFor(0, 100_000, 1000)).toBe(64);
});
