import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignRows } from './row-layout.ts';

function inOrder(starts: readonly number[]): Uint32Array {
  return Uint32Array.from(starts.keys()).sort((a, b) => starts[a]! - starts[b]! || a - b);
}

it('gives the lowest free row', () => {
  //        0 ████████
  //        1   ██  ██
  const starts = [0, 2, 6];
  const { rows, rowCount } = assignRows(starts, [8, 4, 8], inOrder(starts));
  expect([...rows]).toEqual([0, 1, 1]);
  expect(rowCount).toBe(2);
});

it('needs as many rows as spans overlap at once, and none overlap in a row', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 30 })), { maxLength: 80 }), (spans) => {
      const starts = spans.map(([start]) => start);
      const ends = spans.map(([start, length]) => start + length);
      const { rows, rowCount } = assignRows(starts, ends, inOrder(starts));
      const most = Math.max(0, ...starts.map((at) => spans.filter((_, i) => starts[i]! <= at && at < ends[i]!).length));
      expect(rowCount).toBe(most);
      for (let a = 0; a < spans.length; a++) {
        for (let b = 0; b < a; b++) {
          if (rows[a] === rows[b]) expect(starts[a]! >= ends[b]! || starts[b]! >= ends[a]!).toBe(true);
        }
      }
    }),
  );
});
