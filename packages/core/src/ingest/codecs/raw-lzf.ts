import { copyLiterals, copyMatch } from './lz-copy.ts';

/**
 * Decodes one LZF block into `output[0…plainBytes)`.
 *
 * A control byte below 32 stands before that many literals and one; any other holds a match length (3 bits, 7 meaning
 * that another byte follows) and the top 5 bits of a distance.
 *
 * @returns whether the block was sound and exactly `plainBytes` long.
 */
export function decodeRawLzf(input: Uint8Array, output: Uint8Array, plainBytes: number): boolean {
  const inputEnd = input.length;
  let from = 0;
  let to = 0;
  while (from < inputEnd) {
    const control = input[from++] ?? 0;
    if (control < 32) {
      const literals = control + 1;
      if (literals > inputEnd - from || literals > plainBytes - to) return false;
      copyLiterals(input, from, output, to, literals);
      from += literals;
      to += literals;
      continue;
    }
    let length = (control >>> 5) + 2;
    if (length === 9) length += input[from++] ?? 0;
    if (from >= inputEnd) return false;
    const distance = (((control & 31) << 8) | (input[from++] ?? 0)) + 1;
    if (distance > to || length > plainBytes - to) return false;
    copyMatch(output, to, distance, length);
    to += length;
  }
  return to === plainBytes;
}
