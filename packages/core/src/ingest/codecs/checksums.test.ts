import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32, crc32c } from './crc-32.ts';
import { XxHash32 } from './xx-hash-32.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

// Check values of the CRC catalogue and of the xxHash project.
test('known checksums', () => {
  expect(crc32(0, bytesOf('123456789'))).toBe(0xcbf43926);
  expect(crc32c(0, bytesOf('123456789'))).toBe(0xe3069283);
  expect(new XxHash32().digest()).toBe(0x02cc5d05);
  expect(new XxHash32().update(bytesOf('Nobody inspects the spammish repetition')).digest()).toBe(0xe2293b2f);
});

describe('fed in pieces, a checksum is the same', () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 8 });

  test('CRC-32', () => {
    fc.assert(
      fc.property(pieces, (all) => {
        expect(all.reduce(crc32, 0)).toBe(crc32(0, Buffer.concat(all)));
      }),
    );
  });

  test('xxHash', () => {
    fc.assert(
      fc.property(pieces, fc.nat(), (all, seed) => {
        const hash = new XxHash32(seed);
        for (const piece of all) hash.update(piece);
        expect(hash.digest()).toBe(new XxHash32(seed).update(Buffer.concat(all)).digest());
      }),
    );
  });
});
