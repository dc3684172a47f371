import { entryKind, packSymbol } from './huffman.ts';

/** What deflate's symbols mean, as table entries. Facts: RFC 1951, section 3.2.5. */

/** Literal bytes, end of block, and the lengths 3 to 258. */
export const literalLengthSymbols: Int32Array = makeLiteralLengthSymbols();
/** The distances 1 to 32,768. */
export const distanceSymbols: Int32Array = makeDistanceSymbols();
/** The symbols of the code that the other two codes' lengths are written in. */
export const codeLengthSymbols: Int32Array = Int32Array.from({ length: 19 }, (_, symbol) =>
  packSymbol(symbol, entryKind.literal, 0),
);
/** In which order the lengths of that code are stored. */
export const codeLengthOrder: readonly number[] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The code lengths of a block with fixed codes. */
export const fixedLiteralLengths: Uint8Array = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);
export const fixedDistanceLengths: Uint8Array = new Uint8Array(32).fill(5);

function makeLiteralLengthSymbols(): Int32Array {
  const invalid = packSymbol(0, entryKind.invalid, 0);
  const symbols = new Int32Array(288).fill(invalid);
  for (let byte = 0; byte < 256; byte++) symbols[byte] = packSymbol(byte, entryKind.literal, 0);
  symbols[256] = packSymbol(0, entryKind.endOfBlock, 0);
  let base = 3;
  for (let symbol = 257; symbol < 285; symbol++) {
    const extraBits = symbol < 265 ? 0 : (symbol - 261) >>> 2;
    symbols[symbol] = packSymbol(base, entryKind.base, extraBits);
    base += 1 << extraBits;
  }
  symbols[285] = packSymbol(258, entryKind.base, 0);
  return symbols;
}

function makeDistanceSymbols(): Int32Array {
  const symbols = new Int32Array(32).fill(packSymbol(0, entryKind.invalid, 0));
  let base = 1;
  for (let symbol = 0; symbol < 30; symbol++) {
    const extraBits = symbol < 4 ? 0 : (symbol - 2) >>> 1;
    symbols[symbol] = packSymbol(base, entryKind.base, extraBits);
    base += 1 << extraBits;
  }
  return symbols;
}
