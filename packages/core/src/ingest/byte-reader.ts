import type { ByteSource } from './byte-source.ts';

/** 1 MB: between 0.5 and 4 MB the size makes no difference to speed; 128 KB costs about 15 %. */
export const defaultBufferBytes = 1 << 20;

/** A window over a {@link ByteSource} for decoders that must look ahead and work in blocks. */
export class ByteReader {
  readonly sizeBytes: number | undefined;
  #source: ByteSource;
  #buffer: Uint8Array;
  #start = 0;
  #end = 0;
  /** Stored offset of `#buffer[#start]`. */
  #offset = 0;
  #ended = false;
  #failure: Error | undefined;

  /** `offset`: how many stored bytes were taken before, by somebody else. */
  constructor(source: ByteSource, buffer: number | Uint8Array = defaultBufferBytes, offset = 0) {
    this.sizeBytes = source.sizeBytes;
    this.#source = source;
    this.#offset = offset;
    this.#buffer = typeof buffer === 'number' ? new Uint8Array(buffer) : buffer;
  }

  /** How many stored bytes have been taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * What the source threw, if it did. To decoders that looks like the end of the file, so that they hand out what was read
   * before; whoever runs them throws this afterwards.
   */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** A view of the next `count` bytes, fewer only at the end of the file. Valid until the next call. */
  peek(count: number): Uint8Array {
    this.#fill(count);
    return this.#buffer.subarray(this.#start, Math.min(this.#end, this.#start + count));
  }

  /** Like {@link peek}, and moves past them. */
  take(count: number): Uint8Array {
    const bytes = this.peek(count);
    this.skip(bytes.length);
    return bytes;
  }

  /**
   * A view of all that is buffered, after reading more when less than `minimum` bytes are; shorter than that only at the
   * end of the file, where it is empty at last.
   */
  peekChunk(minimum = 1): Uint8Array {
    this.#fill(minimum);
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** Moves past bytes already seen by {@link peek} or {@link peekChunk}. */
  skip(count: number): void {
    this.#start += count;
    this.#offset += count;
  }

  /** Moves past `count` bytes, seen or not; returns how many there were. */
  skipAhead(count: number): number {
    let left = count;
    while (left > 0) {
      const step = Math.min(left, this.peekChunk().length);
      if (step === 0) break;
      this.skip(step);
      left -= step;
    }
    return count - left;
  }

  #fill(count: number): void {
    if (this.#end - this.#start >= count || this.#ended) return;
    this.#makeRoom(count);
    while (this.#end - this.#start < count) {
      const read = this.#read();
      if (read === 0) {
        this.#ended = true;
        return;
      }
      this.#end += read;
    }
  }

  #read(): number {
    try {
      return this.#source.read(this.#buffer.subarray(this.#end));
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      return 0;
    }
  }

  /** Moves what is left to the front, so that the next read has nearly the whole buffer to fill. */
  #makeRoom(count: number): void {
    if (this.#start === 0 && count <= this.#buffer.length) return;
    const kept = this.#buffer.subarray(this.#start, this.#end);
    // A block can be larger than the window (LZ4 blocks up to 32 MB); grow by doubling, never per call.
    const target =
      count > this.#buffer.length ? new Uint8Array(Math.max(count, this.#buffer.length * 2)) : this.#buffer;
    target.set(kept, 0);
    this.#buffer = target;
    this.#end = kept.length;
    this.#start = 0;
  }
}
