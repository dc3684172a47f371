import type { BitReader } from './bit-reader.ts';
import { type HuffmanTable, entryKind } from './huffman.ts';
import { copyMatch } from './lz-copy.ts';

/** Deflate's longest match; the loop stops while there is room for one more. */
export const maxMatchBytes = 258;

/** Why the loop came back: out of safe input, out of room for output, at the end of the block, or at an illegal code. */
export type InflateStop = 'input' | 'room' | 'block-end' | 'damaged';

/** Where decoded bytes go; positions count from the start of `bytes`, whose front holds the history. */
export interface InflateOutput {
  readonly bytes: Uint8Array;
  position: number;
  /** Up to where the bytes were given to the consumer. */
  handedOn: number;
}

const literal = entryKind.literal;
const base = entryKind.base;
const subTable = entryKind.subTable;
const endOfBlock = entryKind.endOfBlock;

/**
 * Decodes literals and matches until something stops it. This is where nearly all of the time goes: all state is in local
 * variables, 16 bits at a time come in (so 15 are always there for a code), and each symbol costs one or two table reads.
 */
export function inflateSymbols(
  bits: BitReader,
  output: InflateOutput,
  literals: HuffmanTable,
  distances: HuffmanTable,
): InflateStop {
  const { input, safeEnd } = bits;
  const { bytes } = output;
  const literalEntries = literals.entries;
  const distanceEntries = distances.entries;
  const literalBits = literals.rootBits;
  const distanceBits = distances.rootBits;
  const literalMask = (1 << literalBits) - 1;
  const distanceMask = (1 << distanceBits) - 1;
  const room = bytes.length - maxMatchBytes;
  let { position, hold, holdBits } = bits;
  let to = output.position;
  let stop: InflateStop = 'input';
  do {
    if (to > room) {
      stop = 'room';
      break;
    }
    if (holdBits < 15) {
      hold |= ((input[position] ?? 0) | ((input[position + 1] ?? 0) << 8)) << holdBits;
      position += 2;
      holdBits += 16;
    }
    let entry = literalEntries[hold & literalMask] ?? 0;
    let kind = (entry >>> 8) & 7;
    if (kind === subTable) {
      entry = literalEntries[(entry >>> 11) + ((hold >>> literalBits) & ((1 << ((entry >>> 4) & 15)) - 1))] ?? 0;
      kind = (entry >>> 8) & 7;
    }
    hold >>>= entry & 15;
    holdBits -= entry & 15;
    if (kind === literal) {
      bytes[to++] = entry >>> 11;
      continue;
    }
    if (kind !== base) {
      stop = kind === endOfBlock ? 'block-end' : 'damaged';
      break;
    }

    if (holdBits < 15) {
      hold |= ((input[position] ?? 0) | ((input[position + 1] ?? 0) << 8)) << holdBits;
      position += 2;
      holdBits += 16;
    }
    let extraBits = (entry >>> 4) & 15;
    const length = (entry >>> 11) + (hold & ((1 << extraBits) - 1));
    hold >>>= extraBits;
    holdBits -= extraBits;

    if (holdBits < 15) {
      hold |= ((input[position] ?? 0) | ((input[position + 1] ?? 0) << 8)) << holdBits;
      position += 2;
      holdBits += 16;
    }
    entry = distanceEntries[hold & distanceMask] ?? 0;
    kind = (entry >>> 8) & 7;
    if (kind === subTable) {
      entry = distanceEntries[(entry >>> 11) + ((hold >>> distanceBits) & ((1 << ((entry >>> 4) & 15)) - 1))] ?? 0;
      kind = (entry >>> 8) & 7;
    }
    hold >>>= entry & 15;
    holdBits -= entry & 15;
    if (kind !== base) {
      stop = 'damaged';
      break;
    }
    if (holdBits < 15) {
      hold |= ((input[position] ?? 0) | ((input[position + 1] ?? 0) << 8)) << holdBits;
      position += 2;
      holdBits += 16;
    }
    extraBits = (entry >>> 4) & 15;
    const distance = (entry >>> 11) + (hold & ((1 << extraBits) - 1));
    hold >>>= extraBits;
    holdBits -= extraBits;
    if (distance > to) {
      stop = 'damaged';
      break;
    }
    copyMatch(bytes, to, distance, length);
    to += length;
  } while (position <= safeEnd);
  bits.position = position;
  bits.hold = hold;
  bits.holdBits = holdBits;
  output.position = to;
  return stop;
}
