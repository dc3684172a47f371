/** CRC-32 of gzip and zip (reflected polynomial). */
const ieeePolynomial = 0xedb88320;
/** CRC-32C of the snappy framing format. */
const castagnoliPolynomial = 0x82f63b78;

const wordsAtOnce = 4;

/** A running CRC-32 of one polynomial: start with 0, feed pieces in order. */
export type Crc32 = (crc: number, bytes: Uint8Array) => number;

export const crc32: Crc32 = makeCrc32(ieeePolynomial);
export const crc32c: Crc32 = makeCrc32(castagnoliPolynomial);

/**
 * Sixteen tables, so that sixteen bytes are taken in one step whose lookups do not wait for each other; byte by byte the
 * checksum would cost more than the decoding. The tables are made at the first use.
 */
function makeCrc32(polynomial: number): Crc32 {
  let tables: Int32Array | undefined;
  return (crc, bytes) => {
    tables ??= makeTables(polynomial);
    return runCrc32(tables, crc, bytes);
  };
}

function makeTables(polynomial: number): Int32Array {
  const tables = new Int32Array(256 * 4 * wordsAtOnce);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at++) {
    const shorter = tables[at - 256] ?? 0;
    tables[at] = (tables[shorter & 0xff] ?? 0) ^ (shorter >>> 8);
  }
  return tables;
}

function runCrc32(tables: Int32Array, start: number, bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let crc = ~start;
  let at = 0;
  for (const last = bytes.length - 4 * wordsAtOnce; at <= last; at += 4 * wordsAtOnce) {
    const word1 = view.getInt32(at, true) ^ crc;
    const word2 = view.getInt32(at + 4, true);
    const word3 = view.getInt32(at + 8, true);
    const word4 = view.getInt32(at + 12, true);
    crc =
      (tables[0xf00 + (word1 & 0xff)] ?? 0) ^
      (tables[0xe00 + ((word1 >>> 8) & 0xff)] ?? 0) ^
      (tables[0xd00 + ((word1 >>> 16) & 0xff)] ?? 0) ^
      (tables[0xc00 + (word1 >>> 24)] ?? 0) ^
      (tables[0xb00 + (word2 & 0xff)] ?? 0) ^
      (tables[0xa00 + ((word2 >>> 8) & 0xff)] ?? 0) ^
      (tables[0x900 + ((word2 >>> 16) & 0xff)] ?? 0) ^
      (tables[0x800 + (word2 >>> 24)] ?? 0) ^
      (tables[0x700 + (word3 & 0xff)] ?? 0) ^
      (tables[0x600 + ((word3 >>> 8) & 0xff)] ?? 0) ^
      (tables[0x500 + ((word3 >>> 16) & 0xff)] ?? 0) ^
      (tables[0x400 + (word3 >>> 24)] ?? 0) ^
      (tables[0x300 + (word4 & 0xff)] ?? 0) ^
      (tables[0x200 + ((word4 >>> 8) & 0xff)] ?? 0) ^
      (tables[0x100 + ((word4 >>> 16) & 0xff)] ?? 0) ^
      (tables[word4 >>> 24] ?? 0);
  }
  for (; at < bytes.length; at++) crc = (tables[(crc ^ view.getUint8(at)) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}
