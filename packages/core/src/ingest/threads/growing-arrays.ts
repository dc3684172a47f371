const firstLength = 1024;

/** Bytes added piece by piece, into memory that is used again. */
export class GrowingBytes {
  length = 0;
  #bytes = new Uint8Array(firstLength);

  push(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.length);
    this.length = length;
  }

  /** What was added, in memory of its own; empty afterwards. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  clear(): void {
    this.length = 0;
  }
}

/** The same for numbers. */
export class GrowingNumbers {
  length = 0;
  #numbers = new Float64Array(firstLength);

  push(numbers: ArrayLike<number>): void {
    const length = this.length + numbers.length;
    if (length > this.#numbers.length) {
      const grown = new Float64Array(Math.max(length, 2 * this.#numbers.length));
      grown.set(this.#numbers.subarray(0, this.length));
      this.#numbers = grown;
    }
    this.#numbers.set(numbers, this.length);
    this.length = length;
  }

  take(): Float64Array<ArrayBuffer> {
    const taken = this.#numbers.slice(0, this.length);
    this.length = 0;
    return taken;
  }

  clear(): void {
    this.length = 0;
  }
}
