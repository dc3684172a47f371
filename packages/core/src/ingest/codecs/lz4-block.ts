import { asciiCodes, isCutMagic, readUint32Le, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { damagedBlock, decodeRawLz4 } from './raw-lz4.ts';
import { XxHash32 } from './xx-hash-32.ts';

const magic = asciiCodes('LZ4Block');
const headerBytes = 21;
const storedMethod = 0x10;
const lz4Method = 0x20;
const checksumSeed = 0x9747b28c;
/** Java's `Checksum` view of the hash, which lz4-java writes, drops the top four bits. */
const checksumMask = 0x0fffffff;

/**
 * The block stream of lz4-java, which Spark calls `lz4` (not the frame format of the `lz4` command).
 *
 * ```
 * "LZ4Block"  token  compressed length  plain length  checksum  payload
 *  8 bytes    1      4                  4             4         (all little-endian)
 * ```
 * The token holds the method and log2(block size) − 10. A header of zeros ends the stream; another may follow. A block
 * is written only when it is full, so a log in progress lacks up to one block and the end mark.
 */
export const lz4BlockCodec: Codec = {
  id: 'lz4-block',
  matches: (head) => startsWith(head, magic),
  *decode(reader) {
    let output = new Uint8Array(1 << 16);
    let closed = true;
    while (startsWith(reader.peek(magic.length), magic)) {
      const blockStart = reader.offset;
      const header = reader.peek(headerBytes);
      if (header.length < headerBytes) throw cutError(this.id, blockStart, 'block');
      const token = header[8] ?? 0;
      const method = token & 0xf0;
      const storedBytes = readUint32Le(header, 9);
      const plainBytes = readUint32Le(header, 13);
      const checksum = readUint32Le(header, 17);
      closed = storedBytes === 0 && plainBytes === 0;
      if (
        (method !== storedMethod && method !== lz4Method) ||
        plainBytes > 1 << ((token & 15) + 10) ||
        // A block that did not shrink is stored as it is, so a compressed one is never longer than its text.
        (method === storedMethod ? storedBytes !== plainBytes : storedBytes > plainBytes)
      )
        throw damagedError(this.id, blockStart, 'its header contradicts itself');

      const block = reader.peek(headerBytes + storedBytes);
      if (block.length < headerBytes + storedBytes) throw cutError(this.id, blockStart, 'block');
      const payload = block.subarray(headerBytes);
      let plain = payload;
      if (method === lz4Method) {
        if (output.length < plainBytes) output = new Uint8Array(plainBytes);
        const end = decodeRawLz4(payload, output, 0, plainBytes);
        if (end === damagedBlock || end !== plainBytes)
          throw damagedError(this.id, blockStart, 'a block cannot be unpacked');
        plain = output.subarray(0, plainBytes);
      }
      if (!closed && (new XxHash32(checksumSeed).update(plain).digest() & checksumMask) !== checksum)
        throw damagedError(this.id, blockStart, 'a checksum does not fit');
      reader.skip(block.length);
      if (!closed) yield plain;
    }
    const head = reader.peek(magic.length);
    if (isCutMagic(head, magic) || (head.length === 0 && !closed))
      throw cutError(this.id, reader.offset, 'stream, before its end mark,');
  },
};
