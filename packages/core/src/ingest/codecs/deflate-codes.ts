import type { BitReader } from './bit-reader.ts';
import {
  codeLengthOrder,
  codeLengthSymbols,
  distanceSymbols,
  fixedDistanceLengths,
  fixedLiteralLengths,
  literalLengthSymbols,
} from './deflate-symbols.ts';
import { entryKind, fillHuffmanTable, type HuffmanTable, makeHuffmanTable } from './huffman.ts';

/** The codes of one deflate block, and the one that their lengths are written in. */
export interface DeflateCodes {
  readonly literals: HuffmanTable;
  readonly distances: HuffmanTable;
  readonly codeLengths: HuffmanTable;
}

/** Tables to be filled for one block after the other. */
export function makeDeflateCodes(): DeflateCodes {
  return { literals: makeHuffmanTable(10), distances: makeHuffmanTable(9), codeLengths: makeHuffmanTable(7) };
}

/** Reads the codes of a block (RFC 1951, 3.2.7), or takes the fixed ones; false when they are illegal or cut. */
export function readCodes(bits: BitReader, fixed: boolean, codes: DeflateCodes): boolean {
  if (fixed)
    return (
      fillHuffmanTable(codes.literals, fixedLiteralLengths, literalLengthSymbols) &&
      fillHuffmanTable(codes.distances, fixedDistanceLengths, distanceSymbols)
    );
  const literalCount = bits.bits(5) + 257;
  const distanceCount = bits.bits(5) + 1;
  const codeLengthCount = bits.bits(4) + 4;
  const codeLengthLengths = new Uint8Array(codeLengthOrder.length);
  for (const symbol of codeLengthOrder.slice(0, codeLengthCount)) codeLengthLengths[symbol] = bits.bits(3);
  if (!fillHuffmanTable(codes.codeLengths, codeLengthLengths, codeLengthSymbols)) return false;

  const lengths = new Uint8Array(literalCount + distanceCount);
  for (let at = 0; at < lengths.length;) {
    const symbol = readSymbol(bits, codes.codeLengths);
    if (symbol === undefined || bits.isOverrun()) return false;
    if (symbol < 16) {
      lengths[at++] = symbol;
      continue;
    }
    if (symbol === 16 && at === 0) return false;
    const value = symbol === 16 ? (lengths[at - 1] ?? 0) : 0;
    const repeat = symbol === 16 ? 3 + bits.bits(2) : symbol === 17 ? 3 + bits.bits(3) : 11 + bits.bits(7);
    if (at + repeat > lengths.length) return false;
    lengths.fill(value, at, at + repeat);
    at += repeat;
  }
  return (
    !bits.isOverrun() &&
    fillHuffmanTable(codes.literals, lengths.subarray(0, literalCount), literalLengthSymbols) &&
    fillHuffmanTable(codes.distances, lengths.subarray(literalCount), distanceSymbols)
  );
}

/** One symbol of a code no longer than the table's first level; `undefined` for bits that are no code. */
function readSymbol(bits: BitReader, table: HuffmanTable): number | undefined {
  const entry = table.entries[bits.peekBits(table.rootBits)] ?? 0;
  if (((entry >>> 8) & 7) === entryKind.invalid) return undefined;
  bits.bits(entry & 15);
  return entry >>> 11;
}
