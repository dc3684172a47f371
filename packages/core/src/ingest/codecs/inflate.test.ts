import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../byte-reader.ts';
import { memorySource } from '../byte-source.ts';
import { gzipCodec } from './gzip.ts';
import { inflate } from './inflate.ts';

/** Text with matches near and far, literals, and stretches that do not pack. */
const text = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 40_000 }))
        .map(([piece, length]) => Uint8Array.from({ length }, (_, at) => piece[at % piece.length]!)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => Buffer.concat([...pieces, ...pieces]));

const packing = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FILTERED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FIXED,
  ),
});

function run(bytes: Uint8Array, readerBytes = 1 << 16) {
  const reader = new ByteReader(memorySource(bytes), readerBytes);
  const pieces: Uint8Array[] = [];
  const running = inflate(reader);
  let next = running.next();
  for (; next.done !== true; next = running.next()) pieces.push(next.value.slice());
  return { plain: Buffer.concat(pieces), end: next.value, offset: reader.offset };
}

test('what zlib packs in any way comes out again, and the reader stands behind it', () => {
  fc.assert(
    fc.property(text, packing, fc.integer({ min: 64, max: 5000 }), (plain, options, readerBytes) => {
      const packed = deflateRawSync(plain, options);
      const behind = Buffer.from('what follows');
      const result = run(Buffer.concat([packed, behind]), readerBytes);
      expect(result.end).toBe('complete');
      expect(result.offset).toBe(packed.length);
      expect(result.plain.equals(plain)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('a stream cut at any byte gives a prefix and says so', () => {
  fc.assert(
    fc.property(
      text,
      packing,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (plain, options, share) => {
        const packed = deflateRawSync(plain, options);
        const result = run(packed.subarray(0, Math.floor(packed.length * share)));
        expect(result.end).toBe('cut');
        expect(result.plain.equals(plain.subarray(0, result.plain.length))).toBe(true);
      },
    ),
    { numRuns: 80 },
  );
});

test('random bytes end, whatever they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(['complete', 'cut', 'damaged']).toContain(run(bytes).end);
    }),
    { numRuns: 500 },
  );
});

test('every optional part of a gzip header is passed over', () => {
  const plain = Buffer.from('{"Event":"a"}\n');
  const body = gzipSync(plain).subarray(10);
  const header = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3]);
  const optional = Buffer.concat([Buffer.from([3, 0, 1, 2, 3]), Buffer.from('name\0comment\0'), Buffer.from([0, 0])]);
  const reader = new ByteReader(memorySource(Buffer.concat([header, optional, body])));
  expect(Buffer.concat(Array.from(gzipCodec.decode(reader), (piece) => piece.slice())).toString()).toBe(
    plain.toString(),
  );
});
