import type { ByteReader } from '../byte-reader.ts';
import { BitReader } from './bit-reader.ts';
import { type DeflateCodes, makeDeflateCodes, readCodes } from './deflate-codes.ts';
import { type InflateOutput, inflateSymbols, maxMatchBytes } from './inflate-loop.ts';

const historyBytes = 1 << 15;
/** History and what is handed on at once; together they stay inside a processor core's own cache. */
const outputBytes = historyBytes + (1 << 17) + maxMatchBytes;
const storedType = 0;
const fixedType = 1;
const illegalType = 3;

/** How a deflate stream, or a block of it, ended: at its end, at the end of the file, or at something illegal. */
export type InflateEnd = 'complete' | 'cut' | 'damaged';

/**
 * Decodes one deflate stream (RFC 1951) and leaves the reader at the byte behind it. Neither Node's synchronous zlib nor
 * the packages for browsers say where a stream ended, which joined files need.
 *
 * Everything that can be decoded is yielded before the generator returns how it ended; arrays are valid until the next.
 */
export function* inflate(reader: ByteReader): Generator<Uint8Array, InflateEnd, undefined> {
  const bits = new BitReader(reader);
  const output: InflateOutput = { bytes: new Uint8Array(outputBytes), position: 0, handedOn: 0 };
  const codes = makeDeflateCodes();
  let end: InflateEnd;
  let isLast: boolean;
  do {
    isLast = bits.bits(1) === 1;
    const type = bits.bits(2);
    if (type === storedType) {
      bits.alignToByte();
      end = yield* copyStoredBlock(reader, output);
    } else if (bits.isOverrun()) {
      end = 'cut';
    } else if (type === illegalType || !readCodes(bits, type === fixedType, codes)) {
      end = bits.isOverrun() ? 'cut' : 'damaged';
    } else {
      end = yield* decodeBlock(bits, codes, output);
    }
  } while (end === 'complete' && !isLast);
  if (output.position > output.handedOn) yield output.bytes.subarray(output.handedOn, output.position);
  bits.alignToByte();
  return end;
}

function* decodeBlock(
  bits: BitReader,
  codes: DeflateCodes,
  output: InflateOutput,
): Generator<Uint8Array, InflateEnd, undefined> {
  for (;;) {
    bits.refill();
    const sureUntil = output.position;
    const stop = inflateSymbols(bits, output, codes.literals, codes.distances);
    if (bits.reachedEnd && bits.isOverrun()) {
      // The last symbol was read out of the zeros behind the end of the file.
      output.position = sureUntil;
      return 'cut';
    }
    if (stop === 'damaged') return 'damaged';
    if (stop === 'block-end') return 'complete';
    if (stop === 'room') {
      yield output.bytes.subarray(output.handedOn, output.position);
      keepHistory(output);
    }
  }
}

function* copyStoredBlock(reader: ByteReader, output: InflateOutput): Generator<Uint8Array, InflateEnd, undefined> {
  const head = reader.take(4);
  if (head.length < 4) return 'cut';
  let left = (head[0] ?? 0) | ((head[1] ?? 0) << 8);
  const check = (head[2] ?? 0) | ((head[3] ?? 0) << 8);
  if ((left ^ check) !== 0xffff) return 'damaged';
  while (left > 0) {
    const room = outputBytes - maxMatchBytes - output.position;
    if (room <= 0) {
      yield output.bytes.subarray(output.handedOn, output.position);
      keepHistory(output);
      continue;
    }
    const piece = reader.peekChunk().subarray(0, Math.min(left, room));
    if (piece.length === 0) return 'cut';
    output.bytes.set(piece, output.position);
    output.position += piece.length;
    left -= piece.length;
    reader.skip(piece.length);
  }
  return 'complete';
}

/** Makes room behind the last 32 KB, which later matches may refer to. */
function keepHistory(output: InflateOutput): void {
  output.bytes.copyWithin(0, output.position - historyBytes, output.position);
  output.position = historyBytes;
  output.handedOn = historyBytes;
}
