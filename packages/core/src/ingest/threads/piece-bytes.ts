import { type RandomAccess, sliceSource } from '../archives/random-access.ts';
import { ByteReader } from '../byte-reader.ts';
import { findControlByte } from '../codecs/control-byte.ts';
import { searchBackBytes } from '../codecs/plain.ts';
import { zstdCodec } from '../codecs/zstd.ts';
import type { FileCut } from './cut-file.ts';

/**
 * The plain bytes of one piece, each array valid until the next is asked for. Returns where in the file it stopped: at the
 * end of the piece, or before bytes that may belong to another format, which whoever reads on from there must look into.
 *
 * @throws CodecError when the data is damaged.
 */
export function* pieceBytes(
  file: RandomAccess,
  { codecId, bounds }: FileCut,
  piece: number,
  buffer: Uint8Array,
): Generator<Uint8Array, number, undefined> {
  const start = bounds[piece] ?? 0;
  const end = bounds[piece + 1] ?? start;
  if (codecId === 'plain') return yield* textBetween(file, start, end, buffer);
  const source = { ...sliceSource(file, start, end - start), close: () => undefined };
  const reader = new ByteReader(source, buffer, start);
  yield* zstdCodec.decode(reader);
  if (reader.failure !== undefined) throw reader.failure;
  return reader.offset;
}

function* textBetween(
  file: RandomAccess,
  start: number,
  end: number,
  buffer: Uint8Array,
): Generator<Uint8Array, number, undefined> {
  let at = start;
  while (at < end) {
    // A joint shows only some bytes behind its start.
    const wanted = Math.min(buffer.length, end + searchBackBytes - at);
    const bytes = buffer.subarray(0, file.readAt(at, buffer.subarray(0, wanted)));
    if (findControlByte(bytes, 0) < bytes.length) return at;
    const isLast = bytes.length < wanted || at + bytes.length >= end + searchBackBytes;
    const count = isLast ? Math.min(bytes.length, end - at) : bytes.length - searchBackBytes;
    if (count <= 0) return end;
    yield bytes.subarray(0, count);
    at += count;
  }
  return end;
}
