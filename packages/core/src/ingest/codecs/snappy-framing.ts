import { asciiCodes, readUint32Le, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { crc32c } from './crc-32.ts';
import { decodeRawSnappy, readSnappyBlockHead } from './raw-snappy.ts';
import { xerialMagic } from './xerial-snappy.ts';

const magic = [0xff, 6, 0, 0, ...asciiCodes('sNaPpY')];
const headerBytes = 4;
const checksumBytes = 4;
const compressedType = 0;
const plainType = 1;
const streamStartType = 0xff;
/** Types from here up to 0xfe may be skipped; those below, other than 0 and 1, may not. */
const firstSkippableType = 0x80;
/** The format allows no more plain bytes in a chunk. */
const maxPlainBytes = 1 << 16;

/**
 * The snappy framing format of Python and command-line tools (Spark never writes it): chunks of a type byte, a 24-bit
 * length and, before the data, a masked CRC-32C of the plain bytes. There is no end mark.
 */
export const snappyFramingCodec: Codec = {
  id: 'snappy-framing',
  matches: (head) => startsWith(head, magic),
  *decode(reader) {
    const output = new Uint8Array(maxPlainBytes);
    for (;;) {
      const chunkStart = reader.offset;
      const head = reader.peek(magic.length);
      if (head.length === 0) return;
      const type = head[0] ?? 0;
      const known = type === compressedType || type === plainType || type >= firstSkippableType;
      if (!known || startsWith(head, xerialMagic)) return;
      if (head.length < headerBytes) throw cutError(this.id, chunkStart, 'chunk');
      const storedBytes = readUint32Le(head, 0) >>> 8;
      if (type >= firstSkippableType) {
        // A byte-order mark of plain text also looks like a chunk to skip; only the stream start is checked further.
        if (type === streamStartType && !startsWith(head, magic)) return;
        if (reader.skipAhead(headerBytes + storedBytes) < headerBytes + storedBytes)
          throw cutError(this.id, chunkStart, 'chunk');
        continue;
      }
      const chunk = reader.peek(headerBytes + storedBytes);
      if (chunk.length < headerBytes + storedBytes) throw cutError(this.id, chunkStart, 'chunk');
      const checksum = readUint32Le(chunk, headerBytes);
      let plain = chunk.subarray(headerBytes + checksumBytes);
      if (type === compressedType) {
        const blockHead = readSnappyBlockHead(plain);
        const plainBytes = blockHead?.plainBytes ?? maxPlainBytes + 1;
        if (
          blockHead === undefined ||
          plainBytes > maxPlainBytes ||
          !decodeRawSnappy(plain, blockHead.elementsStart, output, plainBytes)
        )
          throw damagedError(this.id, chunkStart, 'a chunk cannot be unpacked');
        plain = output.subarray(0, plainBytes);
      }
      if (storedBytes < checksumBytes || maskChecksum(crc32c(0, plain)) !== checksum)
        throw damagedError(this.id, chunkStart, 'a checksum does not fit');
      reader.skip(chunk.length);
      if (plain.length > 0) yield plain;
    }
  },
};

/** The format stores its checksums turned and shifted, because a CRC over data that holds its own CRC is weak. */
function maskChecksum(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
