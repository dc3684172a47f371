const firstPrintable = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The position of the first byte from `start` on that no text holds: below a space, and neither tab nor line end.
 * `bytes.length` when there is none.
 */
export function findControlByte(bytes: Uint8Array, start: number): number {
  const end = bytes.length;
  let at = start;
  for (; at < end && ((bytes.byteOffset + at) & 3) !== 0; at++) if (isControl(bytes[at] ?? 0)) return at;
  // Nothing is left to read in words, and the place may not even be aligned for them.
  if (end - at < 4) {
    for (; at < end; at++) if (isControl(bytes[at] ?? 0)) return at;
    return end;
  }
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2);
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0;
    // The top bit of a byte is set exactly where the byte is below a space (or a higher one borrows: checked below).
    if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue;
    const wordStart = at + index * 4;
    for (let inside = wordStart; inside < wordStart + 4; inside++) if (isControl(bytes[inside] ?? 0)) return inside;
  }
  for (at += words.length * 4; at < end; at++) if (isControl(bytes[at] ?? 0)) return at;
  return end;
}

function isControl(byte: number): boolean {
  return byte < firstPrintable && byte !== lineFeed && byte !== carriageReturn && byte !== tab;
}
