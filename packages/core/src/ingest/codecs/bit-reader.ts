import type { ByteReader } from '../byte-reader.ts';

/** The decoding loop may take this many bytes of input per symbol without asking. */
const safeInputBytes = 16;

/**
 * Bits of a {@link ByteReader}, low bits first. The fields are open because deflate's decoding loop keeps them in local
 * variables; between its runs they live here.
 */
export class BitReader {
  /** Current stretch of input; near the end of the file a copy with zeros behind it. */
  input: Uint8Array = new Uint8Array(0);
  position = 0;
  /** Up to this position a symbol can be decoded without reaching past `input`. */
  safeEnd = -1;
  hold = 0;
  holdBits = 0;
  readonly #reader: ByteReader;
  /** How many bytes of `input` are the file's own. */
  #realBytes = 0;
  #reachedEnd = false;

  constructor(reader: ByteReader) {
    this.#reader = reader;
  }

  /** The file has no more than what stands in `input`; decode symbol by symbol and ask {@link isOverrun}. */
  get reachedEnd(): boolean {
    return this.#reachedEnd;
  }

  /** More bits were used than the file has. */
  isOverrun(): boolean {
    return this.position - (this.holdBits >>> 3) > this.#realBytes;
  }

  /** Goes on to the next stretch of input when less than {@link safeInputBytes} are left of this one. */
  refill(): void {
    if (this.position <= this.safeEnd || this.#reachedEnd) return;
    this.#alignReader();
    const chunk = this.#reader.peekChunk(safeInputBytes * 2);
    this.#realBytes = chunk.length;
    this.position = 0;
    if (chunk.length >= safeInputBytes * 2) {
      this.input = chunk;
      this.safeEnd = chunk.length - safeInputBytes;
      return;
    }
    this.#reachedEnd = true;
    this.input = new Uint8Array(chunk.length + safeInputBytes * 2);
    this.input.set(chunk);
    this.safeEnd = -1;
  }

  /** The next `count` bits, at most 16. */
  bits(count: number): number {
    const value = this.peekBits(count);
    this.hold >>>= count;
    this.holdBits -= count;
    return value;
  }

  /** Like {@link bits}, without moving past them. */
  peekBits(count: number): number {
    this.refill();
    while (this.holdBits < count) {
      this.hold |= (this.input[this.position++] ?? 0) << this.holdBits;
      this.holdBits += 8;
    }
    return this.hold & ((1 << count) - 1);
  }

  /** Drops the rest of a byte and gives whole bytes back, so that the reader stands behind the last bit used. */
  alignToByte(): void {
    this.hold = 0;
    this.holdBits -= this.holdBits & 7;
    this.#alignReader();
    this.hold = 0;
    this.holdBits = 0;
    this.input = new Uint8Array(0);
    this.position = 0;
    this.#realBytes = 0;
    this.safeEnd = -1;
    this.#reachedEnd = false;
  }

  /** Takes from the reader what was used, except the bits of a byte begun, which stay in `hold`. */
  #alignReader(): void {
    const unusedBytes = this.holdBits >>> 3;
    this.position -= unusedBytes;
    this.holdBits &= 7;
    this.hold &= (1 << this.holdBits) - 1;
    this.#reader.skip(Math.min(this.position, this.#realBytes));
  }
}
