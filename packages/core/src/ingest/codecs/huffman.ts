/**
 * Decoding tables for deflate's Huffman codes, in two levels: the next `rootBits` bits of input index the first; an entry
 * of kind `subTable` sends longer codes to a second.
 *
 * ```
 * entry   value << 11 | kind << 8 | extra bits << 4 | code length
 * ```
 * `value` is a literal byte, the base of a length or distance, or the start of a second-level table (whose index width
 * then stands in the extra bits). One number holds everything, so that the decoding loop reads one place per symbol.
 */
export const entryKind = { literal: 0, base: 1, endOfBlock: 2, subTable: 3, invalid: 4 } as const;

const maxCodeBits = 15;
/** The second-level tables of any legal set of codes fit in this many entries beyond the first level. */
const subTableSpace = 1 << maxCodeBits;

/** A table with its first-level width. */
export interface HuffmanTable {
  readonly entries: Int32Array;
  readonly rootBits: number;
}

/** Everything of an entry but the code length: `value`, `kind` and extra bits. */
export function packSymbol(value: number, kind: number, extraBits: number): number {
  return (value << 11) | (kind << 8) | (extraBits << 4);
}

/** Room for a table that is filled again for every block. */
export function makeHuffmanTable(rootBits: number): HuffmanTable {
  return { entries: new Int32Array((1 << rootBits) + subTableSpace), rootBits };
}

/**
 * Fills `table` for the code lengths of symbols 0, 1, 2, … (0: not used). `symbols` gives what each one decodes to.
 *
 * @returns false for lengths that are no code: more codes than fit, or gaps in a code of more than one symbol.
 */
export function fillHuffmanTable(table: HuffmanTable, lengths: Uint8Array, symbols: Int32Array): boolean {
  const { entries, rootBits } = table;
  const counts = new Int32Array(maxCodeBits + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  const used = lengths.length - (counts[0] ?? 0);
  counts[0] = 0;

  const nextCode = new Int32Array(maxCodeBits + 2);
  let room = 1;
  for (let bits = 1; bits <= maxCodeBits; bits++) {
    const count = counts[bits] ?? 0;
    room = room * 2 - count;
    if (room < 0) return false;
    nextCode[bits + 1] = ((nextCode[bits] ?? 0) + count) << 1;
  }
  // A block with one distance, or none, may leave codes unused; anything else that is incomplete is damage.
  if (room > 0 && used > 1) return false;
  entries.fill(packSymbol(0, entryKind.invalid, 0), 0, 1 << rootBits);

  let subTablesEnd = 1 << rootBits;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const code = reverseBits(nextCode[length] ?? 0, length);
    nextCode[length] = (nextCode[length] ?? 0) + 1;
    const entry = (symbols[symbol] ?? 0) | length;
    if (length <= rootBits) {
      for (let at = code; at < 1 << rootBits; at += 1 << length) entries[at] = entry;
      continue;
    }
    const rootIndex = code & ((1 << rootBits) - 1);
    let link = entries[rootIndex] ?? 0;
    if (((link >>> 8) & 7) !== entryKind.subTable) {
      // As wide as the longest code could need: space is there for all, and a block rarely has many long codes.
      const width = longestLength(counts) - rootBits;
      link = packSymbol(subTablesEnd, entryKind.subTable, width);
      entries[rootIndex] = link;
      entries.fill(packSymbol(0, entryKind.invalid, 0), subTablesEnd, subTablesEnd + (1 << width));
      subTablesEnd += 1 << width;
    }
    const width = (link >>> 4) & 15;
    const start = link >>> 11;
    for (let at = code >>> rootBits; at < 1 << width; at += 1 << (length - rootBits)) entries[start + at] = entry;
  }
  return true;
}

function longestLength(counts: Int32Array): number {
  let bits = maxCodeBits;
  while (bits > 0 && counts[bits] === 0) bits--;
  return bits;
}

function reverseBits(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >>> bit) & 1) << (length - 1 - bit);
  return reversed;
}
