import type { ByteReader } from '../byte-reader.ts';
import { isCutMagic, readUint32Le, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { damagedBlock, decodeRawLz4 } from './raw-lz4.ts';
import { XxHash32 } from './xx-hash-32.ts';

const id = 'lz4-frame';
const magic = [0x04, 0x22, 0x4d, 0x18];
const historyBytes = 1 << 16;
const checksumBytes = 4;
/** Set in a block's length when the block is stored as it is. */
const storedFlag = 0x80000000;

interface FrameHeader {
  readonly maxBlockBytes: number;
  readonly hasBlockChecksum: boolean;
  readonly hasContentChecksum: boolean;
}

/**
 * The LZ4 frame format of the `lz4` command (Spark writes {@link lz4BlockCodec} instead). Blocks may refer to the 64 KB
 * before them, so these are kept in front of the output. Facts: LZ4 frame format description 1.6.
 */
export const lz4FrameCodec: Codec = {
  id,
  matches: (head) => startsWith(head, magic),
  *decode(reader) {
    while (startsWith(reader.peek(magic.length), magic)) yield* decodeFrame(reader);
    if (isCutMagic(reader.peek(magic.length), magic)) throw cutError(id, reader.offset, 'frame');
  },
};

function* decodeFrame(reader: ByteReader): Generator<Uint8Array, void, undefined> {
  const header = readFrameHeader(reader);
  const contentHash = header.hasContentChecksum ? new XxHash32() : undefined;
  const output = new Uint8Array(historyBytes + header.maxBlockBytes);
  let historyEnd = 0;
  for (;;) {
    const blockStart = reader.offset;
    const head = reader.peek(4);
    if (head.length < 4) throw cutError(id, blockStart, 'frame');
    const blockLength = readUint32Le(head, 0);
    if (blockLength === 0) break;
    const stored = blockLength >= storedFlag;
    const storedBytes = stored ? blockLength - storedFlag : blockLength;
    if (storedBytes > header.maxBlockBytes)
      throw damagedError(id, blockStart, 'a block is longer than its frame allows');
    const trailingBytes = header.hasBlockChecksum ? checksumBytes : 0;
    const block = reader.peek(4 + storedBytes + trailingBytes);
    if (block.length < 4 + storedBytes + trailingBytes) throw cutError(id, blockStart, 'block');
    const payload = block.subarray(4, 4 + storedBytes);
    if (header.hasBlockChecksum && new XxHash32().update(payload).digest() !== readUint32Le(block, 4 + storedBytes))
      throw damagedError(id, blockStart, 'a checksum does not fit');

    let end = historyEnd + storedBytes;
    if (stored) output.set(payload, historyEnd);
    else end = decodeRawLz4(payload, output, historyEnd, historyEnd + header.maxBlockBytes);
    if (end === damagedBlock) throw damagedError(id, blockStart, 'a block cannot be unpacked');
    const plain = output.subarray(historyEnd, end);
    contentHash?.update(plain);
    reader.skip(block.length);
    if (plain.length > 0) yield plain;

    historyEnd = Math.min(end, historyBytes);
    output.copyWithin(0, end - historyEnd, end);
  }
  const endMarkStart = reader.offset;
  reader.skip(4);
  if (contentHash === undefined) return;
  const checksum = reader.take(checksumBytes);
  if (checksum.length < checksumBytes) throw cutError(id, endMarkStart, 'frame, before its checksum,');
  if (readUint32Le(checksum, 0) !== contentHash.digest())
    throw damagedError(id, endMarkStart, 'a checksum does not fit');
}

/** Magic, flags, block size code, then content size and dictionary id where flagged, then a checksum byte. */
function readFrameHeader(reader: ByteReader): FrameHeader {
  const frameStart = reader.offset;
  const fixed = reader.peek(6);
  if (fixed.length < 6) throw cutError(id, frameStart, 'frame header');
  const flags = fixed[4] ?? 0;
  const sizeCode = ((fixed[5] ?? 0) >>> 4) & 7;
  const hasDictionary = (flags & 1) !== 0;
  const headerBytes = 6 + (flags & 8 ? 8 : 0) + (hasDictionary ? 4 : 0) + 1;
  const header = reader.peek(headerBytes);
  if (header.length < headerBytes) throw cutError(id, frameStart, 'frame header');
  const checksum = (new XxHash32().update(header.subarray(4, headerBytes - 1)).digest() >>> 8) & 0xff;
  if (flags >>> 6 !== 1 || sizeCode < 4 || header[headerBytes - 1] !== checksum)
    throw damagedError(id, frameStart, 'the frame header does not fit its checksum');
  if (hasDictionary) throw damagedError(id, frameStart, 'it needs a dictionary, which the file does not hold');
  reader.skip(headerBytes);
  return {
    maxBlockBytes: 1 << (8 + 2 * sizeCode),
    hasBlockChecksum: (flags & 16) !== 0,
    hasContentChecksum: (flags & 4) !== 0,
  };
}
