import { copyLiterals, copyMatch } from './lz-copy.ts';

/**
 * The largest block taken for real. Spark writes 32 KB; the setting `spark.io.compression.snappy.blockSize` has no upper
 * bound, but a larger length is far more likely damage, and memory must not follow it.
 */
export const maxSnappyBlockBytes = 64 << 20;

/** What the head of a raw snappy block says: its plain size in bytes, and where its elements start. */
export interface SnappyBlockHead {
  readonly plainBytes: number;
  readonly elementsStart: number;
}

/** Reads the length before a raw snappy block (7 bits a byte, low bits first); `undefined` when there is none. */
export function readSnappyBlockHead(block: Uint8Array): SnappyBlockHead | undefined {
  let plainBytes = 0;
  for (let index = 0; index < 5 && index < block.length; index++) {
    const byte = block[index] ?? 0;
    plainBytes += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { plainBytes, elementsStart: index + 1 };
  }
  return undefined;
}

/**
 * Decodes the elements of one raw snappy block, as both snappy containers hold them, into `output[0…plainBytes)`.
 *
 * The low two bits of a tag say what follows: literals, or a copy with an 11-, 16- or 32-bit distance.
 *
 * @returns whether the block was sound and exactly `plainBytes` long.
 */
export function decodeRawSnappy(
  input: Uint8Array,
  elementsStart: number,
  output: Uint8Array,
  plainBytes: number,
): boolean {
  const inputEnd = input.length;
  let from = elementsStart;
  let to = 0;
  while (from < inputEnd) {
    const tag = input[from++] ?? 0;
    let length = (tag >>> 2) + 1;
    let distance: number;
    switch (tag & 3) {
      case 0: {
        if (length > 60) {
          const lengthBytes = length - 60;
          if (lengthBytes > inputEnd - from) return false;
          length = 1;
          for (let index = 0; index < lengthBytes; index++) length += (input[from + index] ?? 0) * 2 ** (8 * index);
          from += lengthBytes;
        }
        if (length > inputEnd - from || length > plainBytes - to) return false;
        copyLiterals(input, from, output, to, length);
        from += length;
        to += length;
        continue;
      }
      case 1:
        if (from >= inputEnd) return false;
        length = ((tag >>> 2) & 7) + 4;
        distance = ((tag >>> 5) << 8) | (input[from++] ?? 0);
        break;
      case 2:
        if (inputEnd - from < 2) return false;
        distance = (input[from] ?? 0) | ((input[from + 1] ?? 0) << 8);
        from += 2;
        break;
      default:
        if (inputEnd - from < 4) return false;
        distance =
          (input[from] ?? 0) |
          ((input[from + 1] ?? 0) << 8) |
          ((input[from + 2] ?? 0) << 16) |
          ((input[from + 3] ?? 0) << 24);
        from += 4;
    }
    if (distance <= 0 || distance > to || length > plainBytes - to) return false;
    copyMatch(output, to, distance, length);
    to += length;
  }
  return to === plainBytes;
}
