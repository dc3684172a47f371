import { isCutMagic, readUint16Be } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { decodeRawLzf } from './raw-lzf.ts';

const signature = [0x5a, 0x56];
const storedType = 0;
const lzfType = 1;
const storedHeaderBytes = 5;
const lzfHeaderBytes = 7;
const maxPlainBytes = 0xffff;

/**
 * The chunks of Ning's compress-lzf, which Spark calls `lzf`: `ZV`, a type, big-endian 16-bit lengths, data. There is
 * neither checksum nor end mark, so a cut between two chunks cannot be seen.
 */
export const lzfCodec: Codec = {
  id: 'lzf',
  matches: isChunkStart,
  *decode(reader) {
    const output = new Uint8Array(maxPlainBytes);
    for (;;) {
      const chunkStart = reader.offset;
      const head = reader.peek(lzfHeaderBytes);
      if (!isChunkStart(head)) {
        if (isCutMagic(head, [...signature, head[2] ?? 0])) throw cutError(this.id, chunkStart, 'chunk');
        return;
      }
      const stored = head[2] === storedType;
      const headerBytes = stored ? storedHeaderBytes : lzfHeaderBytes;
      if (head.length < headerBytes) throw cutError(this.id, chunkStart, 'chunk');
      const storedBytes = readUint16Be(head, 3);
      const plainBytes = stored ? storedBytes : readUint16Be(head, 5);
      const chunk = reader.peek(headerBytes + storedBytes);
      if (chunk.length < headerBytes + storedBytes) throw cutError(this.id, chunkStart, 'chunk');
      const data = chunk.subarray(headerBytes);
      if (!stored && !decodeRawLzf(data, output, plainBytes))
        throw damagedError(this.id, chunkStart, 'a chunk cannot be unpacked');
      reader.skip(chunk.length);
      yield stored ? data : output.subarray(0, plainBytes);
    }
  },
};

function isChunkStart(head: Uint8Array): boolean {
  return head[0] === signature[0] && head[1] === signature[1] && (head[2] === storedType || head[2] === lzfType);
}
