import { gzipSync } from 'node:zlib';
import { XxHash32 } from '../../packages/core/src/ingest/codecs/xx-hash-32.ts';

/**
 * Packs any text in the formats of event logs, so that tests can pack texts of their own. What Spark itself writes lies in
 * `fixtures`, and is what the decoders are verified with; these are the shortest encoders that use literals and matches.
 */
export const packers = {
  gzip: (text: Uint8Array): Uint8Array => gzipSync(text, { level: 6 }),
  zstd: packZstd,
  lz4: packLz4Blocks,
  snappy: packXerialSnappy,
  lzf: packLzf,
} as const;
export type PackerName = keyof typeof packers;
export const packerNames = Object.keys(packers) as PackerName[];

const ascii = (text: string) => [...Buffer.from(text, 'latin1')];
const uint16Be = (value: number) => [value >>> 8, value & 255];
const uint16Le = (value: number) => [value & 255, value >>> 8];
const uint32Be = (value: number) => [...uint16Be(value >>> 16), ...uint16Be(value & 0xffff)];
const uint32Le = (value: number) => uint32Be(value).reverse();

function* blocksOf(text: Uint8Array, blockBytes: number): Generator<Uint8Array> {
  for (let start = 0; start < text.length; start += blockBytes) yield text.subarray(start, start + blockBytes);
}

/** Frames of stored blocks, several frames as Spark's flushes make them: Node 20 has no zstd. */
function packZstd(text: Uint8Array): Uint8Array {
  const frames = [...blocksOf(text, 20_000)].map((frame) => {
    const blocks = [...blocksOf(frame, 8_000)];
    return Buffer.concat([
      // No content size, no checksum; a window of 512 KB.
      Buffer.from([...uint32Le(0xfd2fb528), 0, 9 << 3]),
      ...blocks.flatMap((block, index) => [
        Buffer.from(uint32Le((block.length << 3) | Number(index === blocks.length - 1)).slice(0, 3)),
        block,
      ]),
    ]);
  });
  return Buffer.concat(frames);
}

function packLz4Blocks(text: Uint8Array): Uint8Array {
  const blockBytes = 32 * 1024;
  const header = (method: number, storedBytes: number, plain: Uint8Array | undefined) => {
    const checksum = plain === undefined ? 0 : new XxHash32(0x9747b28c).update(plain).digest() & 0x0fffffff;
    const lengths = [storedBytes, plain?.length ?? 0, checksum].flatMap(uint32Le);
    return Buffer.from([...ascii('LZ4Block'), method | 5, ...lengths]);
  };
  const blocks = [...blocksOf(text, blockBytes)].flatMap((block) => {
    const packed = rawLz4(block);
    return packed.length < block.length
      ? [header(0x20, packed.length, block), packed]
      : [header(0x10, block.length, block), block];
  });
  return Buffer.concat([...blocks, header(0x10, 0, undefined)]);
}

function packXerialSnappy(text: Uint8Array): Uint8Array {
  const header = Buffer.from([0x82, ...ascii('SNAPPY'), 0, ...uint32Be(1), ...uint32Be(1)]);
  const chunks = [...blocksOf(text, 32 * 1024)].flatMap((block) => {
    const packed = rawSnappy(block);
    return [Buffer.from(uint32Be(packed.length)), packed];
  });
  return Buffer.concat([header, ...chunks]);
}

function packLzf(text: Uint8Array): Uint8Array {
  const chunks = [...blocksOf(text, 0xffff)].flatMap((block) => {
    const packed = rawLzf(block);
    return packed.length < block.length
      ? [Buffer.from([...ascii('ZV'), 1, ...uint16Be(packed.length), ...uint16Be(block.length)]), packed]
      : [Buffer.from([...ascii('ZV'), 0, ...uint16Be(block.length)]), block];
  });
  return Buffer.concat(chunks);
}

/** Literals, and behind them a match; the last sequence has none (length 0). */
interface Sequence {
  readonly literals: Uint8Array;
  readonly distance: number;
  readonly length: number;
}

/** The nearest earlier place with the same four bytes, taken as far as it goes. */
function* sequencesOf(text: Uint8Array, maxDistance: number, maxLength: number): Generator<Sequence> {
  const lastPlace = new Map<number, number>();
  // LZ4 wants the last bytes of a block to be literals.
  const matchEnd = text.length - 12;
  let literalsStart = 0;
  for (let at = 0; at < matchEnd; at++) {
    const key = Buffer.from(text.buffer, text.byteOffset + at, 4).readUInt32LE();
    const earlier = lastPlace.get(key);
    lastPlace.set(key, at);
    if (earlier === undefined || at - earlier > maxDistance) continue;
    let length = 4;
    while (length < maxLength && at + length < matchEnd && text[earlier + length] === text[at + length]) length++;
    yield { literals: text.subarray(literalsStart, at), distance: at - earlier, length };
    at += length - 1;
    literalsStart = at + 1;
  }
  yield { literals: text.subarray(literalsStart), distance: 0, length: 0 };
}

function rawLz4(text: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  const rest = (value: number) =>
    value < 15 ? [] : [...Array<number>(Math.floor((value - 15) / 255)).fill(255), (value - 15) % 255];
  for (const { literals, distance, length } of sequencesOf(text, 0xffff, 1_000)) {
    const matchLength = Math.max(0, length - 4);
    const token = (Math.min(15, literals.length) << 4) | Math.min(15, matchLength);
    pieces.push(Buffer.from([token, ...rest(literals.length)]), literals);
    if (length > 0) pieces.push(Buffer.from([...uint16Le(distance), ...rest(matchLength)]));
  }
  return Buffer.concat(pieces);
}

function rawSnappy(text: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  const size: number[] = [];
  for (let left = text.length; ; left >>>= 7) {
    size.push(left < 128 ? left : (left & 127) | 128);
    if (left < 128) break;
  }
  pieces.push(Buffer.from(size));
  for (const { literals, distance, length } of sequencesOf(text, 0xffff, 64)) {
    const last = literals.length - 1;
    if (last >= 0) pieces.push(Buffer.from(last < 60 ? [last << 2] : [61 << 2, ...uint16Le(last)]), literals);
    if (length > 0) pieces.push(Buffer.from([((length - 1) << 2) | 2, ...uint16Le(distance)]));
  }
  return Buffer.concat(pieces);
}

function rawLzf(text: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (const { literals, distance, length } of sequencesOf(text, 8_192, 264)) {
    for (const run of blocksOf(literals, 32)) pieces.push(Buffer.from([run.length - 1]), run);
    if (length === 0) continue;
    const [high = 0, low = 0] = uint16Be(distance - 1);
    pieces.push(Buffer.from(length < 9 ? [((length - 2) << 5) | high, low] : [(7 << 5) | high, length - 9, low]));
  }
  return Buffer.concat(pieces);
}
