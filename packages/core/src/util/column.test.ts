import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockRows, Column, packBlock } from './column.ts';

function columnOf(values: readonly number[]): Column {
  const open = new Float64Array(blockRows);
  const rows = { count: 0 };
  const column = new Column(open, rows);
  for (const value of values) {
    open[rows.count++] = value;
    if (rows.count < blockRows) continue;
    column.seal(packBlock(open));
    rows.count = 0;
  }
  return column;
}

/** All rows through `readBlock`. */
function readAll(column: Column): number[] {
  const scratch = new Float64Array(blockRows);
  const values: number[] = [];
  for (let block = 0; block < column.blockCount; block++) {
    values.push(...scratch.subarray(0, column.readBlock(block, scratch)));
  }
  return values;
}

/** Repeats a pattern until more than one block is full, so that packing takes part. */
const overBlocks = (pattern: readonly number[]) =>
  Array.from({ length: blockRows + 100 }, (_, i) => pattern[i % pattern.length] ?? 0);

describe('column', () => {
  it.each([
    ['a constant', [7]],
    ['small integers', [0, 255, 3]],
    ['epoch milliseconds', [1_700_000_000_000, 1_700_000_060_000]],
    ['a range beyond 32 bits', [0, 2 ** 40]],
    ['sentinels beyond 2^53', [2 ** 63, -(2 ** 63), 0]],
    ['fractions', [0.5, 1.25]],
    ['negative zero', [0, -0]],
    ['not a number', [Number.NaN, 1]],
  ])('gives back %s exactly', (_, pattern) => {
    const values = overBlocks(pattern);
    const column = columnOf(values);
    expect(column.length).toBe(values.length);
    expect(readAll(column)).toEqual(values);
    expect(values.map((_value, row) => column.at(row))).toEqual(values);
  });

  it('keeps any numbers, row by row', () => {
    fc.assert(
      fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 20 }), (pattern) => {
        const values = overBlocks(pattern);
        expect(readAll(columnOf(values))).toEqual(values);
      }),
      { numRuns: 20 },
    );
  });

  it('stores narrow ranges in one byte a row and constants in none', () => {
    expect(columnOf(overBlocks([1_700_000_000_000])).packedBytes).toBe(8);
    expect(columnOf(overBlocks([1_700_000_000_000, 1_700_000_000_200])).packedBytes).toBe(blockRows);
  });

  it('shifts every row', () => {
    for (const pattern of [[5], [1, 300], [0.5, 2]]) {
      const column = columnOf(overBlocks(pattern));
      column.shift(-1_000);
      expect(readAll(column)).toEqual(overBlocks(pattern).map((value) => value - 1_000));
    }
  });
});
