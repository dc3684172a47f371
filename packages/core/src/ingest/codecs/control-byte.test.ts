import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findControlByte } from './control-byte.ts';

test('the first byte that no text holds is found wherever it stands, however the bytes lie in memory', () => {
  const byte = fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0xff }) }, fc.nat(0x1f));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 120 }), fc.nat(7), fc.nat(9), (values, shift, start) => {
      const bytes = Uint8Array.from([...Array<number>(shift).fill(0), ...values]).subarray(shift);
      const expected = values.findIndex((value, at) => at >= start && value < 0x20 && ![9, 10, 13].includes(value));
      const from = Math.min(start, bytes.length);
      expect(findControlByte(bytes, from)).toBe(expected < 0 ? bytes.length : expected);
    }),
    { numRuns: 1000 },
  );
});
