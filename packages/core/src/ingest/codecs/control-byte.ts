import { findControlByteFast } from '../fast/searchable-buffer.ts';

const firstPrintable = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const wordsAtOnce = 8;
const topBits = 0x80808080;

/**
 * The position of the first byte from `start` on that no text holds: below a space, and neither tab nor line end.
 * `bytes.length` when there is none.
 */
export function findControlByte(bytes: Uint8Array, start: number): number {
  return findControlByteFast(bytes, start) ?? findByWords(bytes, start);
}

function findByWords(bytes: Uint8Array, start: number): number {
  const end = bytes.length;
  let at = start;
  for (; at < end && ((bytes.byteOffset + at) & 3) !== 0; at++) if (isControl(bytes[at] ?? 0)) return at;
  if (at === end) return end;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2);
  const wholeSteps = words.length - (words.length % wordsAtOnce);
  for (let index = 0; index < wholeSteps; index += wordsAtOnce) {
    const found =
      lowBytes(words[index] ?? 0) |
      lowBytes(words[index + 1] ?? 0) |
      lowBytes(words[index + 2] ?? 0) |
      lowBytes(words[index + 3] ?? 0) |
      lowBytes(words[index + 4] ?? 0) |
      lowBytes(words[index + 5] ?? 0) |
      lowBytes(words[index + 6] ?? 0) |
      lowBytes(words[index + 7] ?? 0);
    if ((found & topBits) === 0) continue;
    const stepEnd = at + (index + wordsAtOnce) * 4;
    for (let inside = stepEnd - wordsAtOnce * 4; inside < stepEnd; inside++)
      if (isControl(bytes[inside] ?? 0)) return inside;
  }
  for (at += wholeSteps * 4; at < end; at++) if (isControl(bytes[at] ?? 0)) return at;
  return end;
}

/** Sets the top bit of each byte that is below a space, and of some above one; those are told apart byte by byte. */
function lowBytes(word: number): number {
  return (word - 0x20202020) & ~word;
}

function isControl(byte: number): boolean {
  return byte < firstPrintable && byte !== lineFeed && byte !== carriageReturn && byte !== tab;
}
