import { type RandomAccess, sliceSource } from '../archives/random-access.ts';
import { ByteReader } from '../byte-reader.ts';

/** The longest header of a frame, its magic included. */
const longestHeaderBytes = 18;
const blockHeaderBytes = 3;
const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Places between frames, about `stepBytes` apart, from 0 to the end of the last frame that is complete. Only headers are
 * looked at.
 */
export function findFrameEnds(file: RandomAccess, stepBytes: number): Float64Array {
  const source = { ...sliceSource(file, 0, file.sizeBytes), close: () => undefined };
  const reader = new ByteReader(source);
  const bounds = [0];
  let last = 0;
  while (skipFrame(reader)) {
    if (reader.failure !== undefined) break;
    last = reader.offset;
    if (last - (bounds.at(-1) ?? 0) >= stepBytes) bounds.push(last);
  }
  if (last > (bounds.at(-1) ?? 0)) bounds.push(last);
  return Float64Array.from(bounds);
}

/** Moves past a frame; false when there is none, or not the whole of it. */
function skipFrame(reader: ByteReader): boolean {
  const head = reader.peek(longestHeaderBytes);
  if (head.length < 8) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const word = view.getUint32(0, true);
  if ((word & 0xfffffff0) >>> 0 === skippableMagic) return skipWhole(reader, 8 + view.getUint32(4, true));
  if (word !== magic) return false;
  const descriptor = view.getUint8(4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >>> 6] ?? 0;
  if (!skipWhole(reader, 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes + sizeBytes)) return false;
  for (;;) {
    const header = reader.take(blockHeaderBytes);
    if (header.length < blockHeaderBytes) return false;
    const bits = (header[0] ?? 0) | ((header[1] ?? 0) << 8) | ((header[2] ?? 0) << 16);
    const type = (bits >>> 1) & 3;
    if (type === 3) return false;
    // A block of one byte repeated holds that byte only.
    if (!skipWhole(reader, type === 1 ? 1 : bits >>> 3)) return false;
    if ((bits & 1) !== 0) return skipWhole(reader, (descriptor & 4) === 0 ? 0 : 4);
  }
}

function skipWhole(reader: ByteReader, bytes: number): boolean {
  return reader.skipAhead(bytes) === bytes;
}
