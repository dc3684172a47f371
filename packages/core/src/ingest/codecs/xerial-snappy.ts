import { asciiCodes, readInt32Be, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { decodeRawSnappy, maxSnappyBlockBytes, readSnappyBlockHead } from './raw-snappy.ts';

/** The first bytes of a snappy-java stream. */
export const xerialMagic = [0x82, ...asciiCodes('SNAPPY'), 0];
const headerBytes = 16;
const lengthBytes = 4;

/**
 * The stream of snappy-java, which Spark calls `snappy`: a header (magic and two versions), then chunks of a big-endian
 * length and a raw snappy block. There is neither checksum nor end mark, so a cut between two chunks cannot be seen.
 */
export const xerialSnappyCodec: Codec = {
  id: 'xerial-snappy',
  matches: (head) => startsWith(head, xerialMagic),
  *decode(reader) {
    let output = new Uint8Array(1 << 16);
    for (;;) {
      const chunkStart = reader.offset;
      const head = reader.peek(headerBytes);
      if (head.length === 0) return;
      if (startsWith(head, xerialMagic)) {
        if (head.length < headerBytes) throw cutError(this.id, chunkStart, 'header');
        reader.skip(headerBytes);
        continue;
      }
      if (head.length < lengthBytes) throw cutError(this.id, chunkStart, 'chunk');
      const storedBytes = readInt32Be(head, 0);
      // The magic of every other codec reads as a negative or an impossible length here: left to its owner.
      if (storedBytes < 0 || storedBytes > maxSnappyBlockBytes) return;
      const chunk = reader.peek(lengthBytes + storedBytes);
      if (chunk.length < lengthBytes + storedBytes) throw cutError(this.id, chunkStart, 'chunk');
      const block = chunk.subarray(lengthBytes);
      const blockHead = readSnappyBlockHead(block);
      if (blockHead === undefined || blockHead.plainBytes > maxSnappyBlockBytes)
        throw damagedError(this.id, chunkStart, 'a chunk has an impossible length');
      const { plainBytes, elementsStart } = blockHead;
      if (output.length < plainBytes) output = new Uint8Array(plainBytes);
      if (!decodeRawSnappy(block, elementsStart, output, plainBytes))
        throw damagedError(this.id, chunkStart, 'a chunk cannot be unpacked');
      reader.skip(chunk.length);
      yield output.subarray(0, plainBytes);
    }
  },
};
