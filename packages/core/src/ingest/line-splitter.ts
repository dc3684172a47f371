import { indexOfByte } from './fast/next-byte.ts';

const newline = 10;

/** One line: bytes `start` to `end` of `bytes`, without its newline; valid during the call only. */
export type LineSink = (bytes: Uint8Array, start: number, end: number, place: LinePlace) => void;

/** Where a line stands in the unpacked part. The object is reused: copy what must outlive the call. */
export interface LinePlace {
  lineNumber: number;
  /** Offset of the line's first byte in the plain (unpacked) bytes of its part. */
  byteOffset: number;
}

/** Takes the lines that are too long to be held in memory, piece by piece. */
export interface OversizedSink {
  /** The next piece of such a line; valid during the call only. */
  push(bytes: Uint8Array): void;
  end(place: LinePlace): void;
}

/** Takes whole lines off the splitter's hands, many at a time. */
export interface BulkReader {
  /** Makes these bytes the ones that {@link take} reads. */
  load(bytes: Uint8Array): void;
  /** Takes lines from `start` on; returns the start of the first that it leaves, and how many it took. */
  take(start: number): { readonly end: number; readonly lines: number };
}

/**
 * Cuts chunks of plain bytes into lines, carrying a line over chunk borders. Lines above `maxLineBytes` go to the oversized
 * sink in pieces, so that one monstrous line costs no memory.
 */
export class LineSplitter {
  #sink: LineSink;
  #oversizedSink: OversizedSink;
  #maxLineBytes: number;
  #carry = new Uint8Array(1 << 16);
  #carried = 0;
  /** The line now open has outgrown the carry buffer. */
  #oversized = false;
  #place: LinePlace = { lineNumber: 1, byteOffset: 0 };
  #consumed = 0;
  #bulk: BulkReader | undefined;

  constructor(sink: LineSink, oversizedSink: OversizedSink, maxLineBytes: number, bulk?: BulkReader) {
    this.#sink = sink;
    this.#oversizedSink = oversizedSink;
    this.#maxLineBytes = maxLineBytes;
    this.#bulk = bulk;
  }

  push(chunk: Uint8Array): void {
    let start = 0;
    if (this.#carried > 0 || this.#oversized) {
      const end = indexOfByte(chunk, newline, 0);
      this.#carryOver(chunk, 0, end < 0 ? chunk.length : end);
      if (end < 0) {
        this.#consumed += chunk.length;
        return;
      }
      if (this.#oversized || !this.#takeCarried()) this.#deliverCarry();
      this.#carried = 0;
      start = end + 1;
      this.#passed(start, 1);
    }
    if (start < chunk.length) this.#bulk?.load(chunk);
    while (start < chunk.length) {
      start = this.#skipBlankLines(chunk, start);
      if (start === chunk.length) return;
      if (this.#bulk !== undefined) {
        const taken = this.#bulk.take(start);
        this.#passed(taken.end - start, taken.lines);
        start = taken.end;
      }
      const end = indexOfByte(chunk, newline, start);
      if (end < 0) break;
      this.#deliver(chunk, start, end);
      this.#passed(end + 1 - start, 1);
      start = end + 1;
    }
    if (start < chunk.length) {
      this.#carryOver(chunk, start, chunk.length);
      this.#consumed += chunk.length - start;
    }
  }

  /** Empty lines say nothing, and a decompression bomb may hold a thousand million of them. */
  #skipBlankLines(chunk: Uint8Array, start: number): number {
    let end = start;
    while (chunk[end] === newline) end++;
    if (end > start) this.#passed(end - start, end - start);
    return end;
  }

  /** Where the line stands that comes next, or is open. */
  get nextPlace(): Readonly<LinePlace> {
    return { ...this.#place };
  }

  /** Moves past lines that somebody else has read; no line may be open. */
  skip(bytes: number, lines: number): void {
    this.#passed(bytes, lines);
  }

  /** What is there of the line that is open: a view, valid until the next call; nothing for a line that is too long. */
  openLine(): Uint8Array | undefined {
    return this.#oversized ? undefined : this.#carry.subarray(0, this.#carried);
  }

  /** Delivers what stands behind the last newline. */
  finish(): void {
    if (this.#carried > 0 || this.#oversized) this.#deliverCarry();
  }

  /** Whether the bulk reader took the line that chunks before this one had left open. */
  #takeCarried(): boolean {
    if (this.#bulk === undefined) return false;
    this.#reserve(this.#carried + 1);
    this.#carry[this.#carried] = newline;
    this.#bulk.load(this.#carry.subarray(0, this.#carried + 1));
    return this.#bulk.take(0).lines === 1;
  }

  #passed(bytes: number, lines: number): void {
    this.#consumed += bytes;
    if (lines === 0) return;
    this.#place.lineNumber += lines;
    this.#place.byteOffset = this.#consumed;
  }

  #deliver(bytes: Uint8Array, start: number, end: number): void {
    if (end - start <= this.#maxLineBytes) {
      this.#sink(bytes, start, end, this.#place);
      return;
    }
    this.#oversizedSink.push(bytes.subarray(start, end));
    this.#oversizedSink.end(this.#place);
  }

  #deliverCarry(): void {
    if (this.#oversized) this.#oversizedSink.end(this.#place);
    else this.#sink(this.#carry, 0, this.#carried, this.#place);
    this.#carried = 0;
    this.#oversized = false;
  }

  #carryOver(chunk: Uint8Array, start: number, end: number): void {
    const needed = this.#carried + end - start;
    if (this.#oversized || needed > this.#maxLineBytes) {
      if (!this.#oversized) this.#oversizedSink.push(this.#carry.subarray(0, this.#carried));
      this.#oversized = true;
      this.#oversizedSink.push(chunk.subarray(start, end));
      return;
    }
    this.#reserve(needed);
    this.#carry.set(chunk.subarray(start, end), this.#carried);
    this.#carried = needed;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#carry.length) return;
    const grown = new Uint8Array(Math.max(bytes, this.#carry.length * 2));
    grown.set(this.#carry.subarray(0, this.#carried));
    this.#carry = grown;
  }
}
