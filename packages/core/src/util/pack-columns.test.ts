import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packColumns, unpackColumns } from './pack-columns.ts';

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.float64Array(),
    fc.uint32Array(),
    fc.uint8Array(),
    fc.float32Array(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('packed columns', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(value, (packed) => {
        expect(unpackColumns(packColumns(packed))).toEqual(packed);
        expect(unpackColumns(packColumns(packed), true)).toEqual(packed);
      }),
    );
  });

  it('come out of bytes whose slice is a view, as that of buffers in Node', () => {
    const value = { a: Uint8Array.of(1, 2, 3), b: Float64Array.of(4) };
    const packed = packColumns(value);
    Object.defineProperty(packed, 'slice', { value: (from: number, to: number) => packed.subarray(from, to) });
    expect(unpackColumns(packed)).toEqual(value);
  });

  it('hold an array that stands in several places once', () => {
    const column = Float32Array.from({ length: 1_000 }, (_, i) => i);
    const once = packColumns({ mean: column });
    const thrice = packColumns({ min: column, max: column, mean: column });
    expect(thrice.length - once.length).toBeLessThan(column.byteLength / 10);
    const { min, mean } = unpackColumns(thrice) as Record<string, Float32Array>;
    expect(min).toEqual(column);
    expect(min).toBe(mean);
  });

  it('refuse what is cut off or something else, by a RangeError', () => {
    const packed = packColumns({ a: Float64Array.of(1, 2, 3) });
    expect(() => unpackColumns(packed.subarray(0, packed.length - 8))).toThrow(RangeError);
    expect(() => unpackColumns(packed.subarray(0, 5))).toThrow(RangeError);
    expect(() => unpackColumns(new Uint8Array(64))).toThrow(RangeError);
  });
});
