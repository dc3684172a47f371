import type { ByteReader } from '../byte-reader.ts';
import { isCutMagic, readUint16Le, readUint32Le, startsWith } from './bytes.ts';
import { type Codec, cutError, damagedError } from './codec.ts';
import { crc32 } from './crc-32.ts';
import { inflate } from './inflate.ts';

const id = 'gzip';
/** The two magic bytes and the only compression method there is. */
const magic = [0x1f, 0x8b, 8];
const fixedHeaderBytes = 10;
const trailerBytes = 8;
const hasHeaderChecksum = 2;
const hasExtra = 4;
const hasName = 8;
const hasComment = 16;
/** Names and comments are short; what is longer is damage. */
const maxTextBytes = 1 << 16;

/** gzip (RFC 1952), as Databricks delivers older parts and people pack logs; members may follow each other. */
export const gzipCodec: Codec = {
  id,
  matches: (head) => startsWith(head, magic),
  *decode(reader) {
    while (startsWith(reader.peek(magic.length), magic)) {
      const memberStart = reader.offset;
      skipHeader(reader);
      let checksum = 0;
      let plainBytes = 0;
      const deflated = inflate(reader);
      let next = deflated.next();
      for (; next.done !== true; next = deflated.next()) {
        checksum = crc32(checksum, next.value);
        plainBytes += next.value.length;
        yield next.value;
      }
      const trailer = reader.peek(trailerBytes);
      if (next.value === 'damaged') throw damagedError(id, memberStart, 'a block of this member cannot be unpacked');
      if (next.value === 'cut' || trailer.length < trailerBytes) throw cutError(id, memberStart, 'member');
      if (readUint32Le(trailer, 0) !== checksum || readUint32Le(trailer, 4) !== plainBytes % 2 ** 32)
        throw damagedError(id, memberStart, 'the checksum or length at the end of this member does not fit');
      reader.skip(trailerBytes);
    }
    if (isCutMagic(reader.peek(magic.length), magic)) throw cutError(id, reader.offset, 'member');
  },
};

function skipHeader(reader: ByteReader): void {
  const memberStart = reader.offset;
  const flags = reader.peek(fixedHeaderBytes)[3] ?? 0;
  let missing = reader.skipAhead(fixedHeaderBytes) < fixedHeaderBytes;
  if ((flags & hasExtra) !== 0) {
    const extraBytes = readUint16Le(reader.take(2), 0);
    missing ||= reader.skipAhead(extraBytes) < extraBytes;
  }
  if ((flags & hasName) !== 0) missing ||= !skipText(reader, memberStart);
  if ((flags & hasComment) !== 0) missing ||= !skipText(reader, memberStart);
  if ((flags & hasHeaderChecksum) !== 0) missing ||= reader.skipAhead(2) < 2;
  if (missing) throw cutError(id, memberStart, 'member');
}

/** Skips up to and including a zero byte; false when the file ends first. */
function skipText(reader: ByteReader, memberStart: number): boolean {
  for (let count = 0; count < maxTextBytes; count++) {
    const byte = reader.take(1)[0];
    if (byte === undefined) return false;
    if (byte === 0) return true;
  }
  throw damagedError(id, memberStart, 'its header has no end');
}
