import { copyLiterals, copyMatch } from './lz-copy.ts';

/** Returned instead of an output position when a block cannot be decoded. */
export const damagedBlock = -1;

/**
 * Decodes one raw LZ4 block, as both LZ4 containers hold them.
 *
 * A block is a row of sequences: a token (literal count, match length − 4), literals, a 16-bit distance; the last one ends
 * after its literals. Matches may reach back to `output[0]`, so text before `outputStart` serves as history.
 *
 * @returns the output position after the block, or {@link damagedBlock}.
 */
export function decodeRawLz4(
  input: Uint8Array,
  output: Uint8Array,
  outputStart: number,
  outputEnd = output.length,
): number {
  const inputEnd = input.length;
  let from = 0;
  let to = outputStart;
  while (from < inputEnd) {
    const token = input[from++] ?? 0;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && from < inputEnd) {
        more = input[from++] ?? 0;
        literals += more;
      }
      if (more === 255) return damagedBlock;
    }
    if (literals > inputEnd - from || literals > outputEnd - to) return damagedBlock;
    copyLiterals(input, from, output, to, literals);
    from += literals;
    to += literals;
    if (from === inputEnd) return to;

    if (inputEnd - from < 2) return damagedBlock;
    const distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
    from += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      let more = 255;
      while (more === 255 && from < inputEnd) {
        more = input[from++] ?? 0;
        length += more;
      }
      if (more === 255) return damagedBlock;
    }
    if (distance === 0 || distance > to || length > outputEnd - to) return damagedBlock;
    copyMatch(output, to, distance, length);
    to += length;
  }
  return damagedBlock;
}
