const newline = 10;

/** One line: bytes `start` to `end` of `bytes`, without its newline; valid during the call only. */
export type LineSink = (bytes: Uint8Array, start: number, end: number, place: LinePlace) => void;

/** Where a line stands in the unpacked part. The object is reused: copy what must outlive the call. */
export interface LinePlace {
  lineNumber: number;
  /** Offset of the line's first byte in the plain (unpacked) bytes of its part. */
  byteOffset: number;
}

/**
 * Cuts chunks of plain bytes into lines, carrying a line over chunk borders. Lines above `maxLineBytes` are not delivered,
 * so that one monstrous line costs no memory; they are counted by `onOversized`.
 */
export class LineSplitter {
  #sink: LineSink;
  #onOversized: (place: LinePlace) => void;
  #maxLineBytes: number;
  #carry = new Uint8Array(1 << 16);
  #carried = 0;
  #oversized = false;
  #place: LinePlace = { lineNumber: 1, byteOffset: 0 };
  #consumed = 0;

  constructor(sink: LineSink, onOversized: (place: LinePlace) => void, maxLineBytes: number) {
    this.#sink = sink;
    this.#onOversized = onOversized;
    this.#maxLineBytes = maxLineBytes;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(newline, start);
      if (end < 0) break;
      if (this.#carried > 0 || this.#oversized) {
        this.#carryOver(chunk, start, end);
        this.#deliverCarry();
      } else this.#deliver(chunk, start, end);
      this.#consumed += end + 1 - start;
      this.#place.lineNumber++;
      this.#place.byteOffset = this.#consumed;
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#carryOver(chunk, start, chunk.length);
      this.#consumed += chunk.length - start;
    }
  }

  /** Delivers what stands behind the last newline. */
  finish(): void {
    if (this.#carried > 0 || this.#oversized) this.#deliverCarry();
  }

  #deliver(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.#maxLineBytes) this.#onOversized(this.#place);
    else this.#sink(bytes, start, end, this.#place);
  }

  #deliverCarry(): void {
    if (this.#oversized) this.#onOversized(this.#place);
    else this.#sink(this.#carry, 0, this.#carried, this.#place);
    this.#carried = 0;
    this.#oversized = false;
  }

  #carryOver(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.#carried + end - start;
    if (this.#oversized || needed > this.#maxLineBytes) {
      this.#oversized = true;
      return;
    }
    if (needed > this.#carry.length) {
      const grown = new Uint8Array(Math.max(needed, this.#carry.length * 2));
      grown.set(this.#carry.subarray(0, this.#carried));
      this.#carry = grown;
    }
    this.#carry.set(chunk.subarray(start, end), this.#carried);
    this.#carried = needed;
  }
}
