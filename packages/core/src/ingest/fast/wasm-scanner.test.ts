import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blockRows, packBlock } from '../../util/column.ts';
import { makeScanner, prepareScanner } from './engine.ts';

it('packs as plain JavaScript does', async () => {
  await prepareScanner('wasm');
  const ends = makeScanner('wasm', 10_000)?.batch.ends;
  if (ends === undefined) throw new Error('no scanner');
  const near = (base: number, range: number) => fc.integer({ min: 0, max: range }).map((offset) => base + offset);
  const pattern = fc.oneof(
    fc.array(fc.double(), { minLength: 1, maxLength: 9 }),
    ...[0, 1, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32].flatMap((range) =>
      [0, -7, 1_700_000_000_000, -(2 ** 53) + 1].map((base) =>
        fc.array(fc.oneof(near(base, range), fc.constantFrom(base, base + range)), { minLength: 1, maxLength: 9 }),
      ),
    ),
    fc.array(fc.constantFrom(0, -0, 1, 0.5, Number.NaN, Infinity, -Infinity, 2 ** 53, -(2 ** 63)), {
      minLength: 1,
      maxLength: 9,
    }),
  );
  fc.assert(
    fc.property(pattern, fc.nat(blockRows - 1), (values, shift) => {
      const column = ends.columns.inputBytes;
      for (let row = 0; row < blockRows; row++) column[row] = values[(row + shift) % values.length] ?? 0;
      const expected = packBlock(column);
      const packed = ends.pack(column);
      expect(packed.offsets?.constructor).toBe(expected.offsets?.constructor);
      expect(packed).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
