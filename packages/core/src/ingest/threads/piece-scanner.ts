import { eventNames } from '../../events/names.ts';
import { blockRows } from '../../util/column.ts';
import { makeScanner } from '../fast/engine.ts';
import { indexOfByte } from '../fast/next-byte.ts';
import { scanColumns, startColumns } from '../fast/task-columns.ts';
import type { TaskScanner } from '../fast/task-scanner.ts';
import { LineSplitter, type LinePlace } from '../line-splitter.ts';
import { GrowingBytes, GrowingNumbers } from './growing-arrays.ts';
import type { ScannedPiece, ScannedRun } from './scanned-piece.ts';

const newline = 10;
/** More text than this that only the main thread can read is better read there from the start. */
const maxKeptBytes = 16 * 2 ** 20;
/** How far into a line its event is looked for. */
const nameSearchBytes = 64;

/** Scans pieces of logs away from the thread that builds the model; layouts and texts stay from piece to piece. */
export class PieceScanner {
  readonly buffer: Uint8Array;
  #scanner: TaskScanner;
  #maxLineBytes: number;
  #decoder = new TextDecoder();
  #knownTexts = 1;
  #kept = 0;
  #runs: ScannedRun[] = [];
  #starts = startColumns.map(() => new GrowingNumbers());
  #order = new GrowingBytes();
  #others = new GrowingBytes();
  #marks = new GrowingNumbers();

  /** @throws Error when `prepareScanner` was not awaited before, or the platform has no WebAssembly with SIMD. */
  constructor(maxLineBytes: number) {
    const scanner = makeScanner('wasm', maxLineBytes);
    if (scanner?.buffer === undefined) throw new Error('the scanner has no memory of its own');
    this.#scanner = scanner;
    this.buffer = scanner.buffer;
    this.#maxLineBytes = maxLineBytes;
  }

  /** What stands in these bytes; nothing where the main thread had better read them. */
  scan(chunks: Iterable<Uint8Array>): ScannedPiece | undefined {
    const head = new GrowingBytes();
    let isInHead = true;
    let unpackedBytes = 0;
    const splitter = this.#begin();
    for (const chunk of chunks) {
      unpackedBytes += chunk.length;
      const headEnd = isInHead ? indexOfByte(chunk, newline, 0) + 1 : 0;
      if (isInHead) this.#keep(head, headEnd > 0 ? chunk.subarray(0, headEnd) : chunk);
      if (headEnd > 0) isInHead = false;
      if (!isInHead) splitter.push(chunk.subarray(headEnd));
      if (this.#kept > maxKeptBytes) return undefined;
    }
    const tail = splitter.openLine();
    if (tail === undefined) return undefined;
    this.#endRun();
    const newTexts = this.#scanner.texts.slice(this.#knownTexts);
    this.#knownTexts += newTexts.length;
    const { lineNumber, byteOffset } = splitter.nextPlace;
    return {
      head: head.take(),
      runs: this.#runs,
      tail: tail.slice(),
      bytes: byteOffset,
      lines: lineNumber - 1,
      unpackedBytes,
      newTexts,
    };
  }

  #begin(): LineSplitter {
    this.#kept = 0;
    this.#runs = [];
    this.#scanner.batch.ends.count = 0;
    for (const rows of [...this.#starts, this.#order, this.#others, this.#marks]) rows.clear();
    const sink = (bytes: Uint8Array, start: number, end: number, place: LinePlace) => {
      this.#addOther(bytes.subarray(start, end), place);
    };
    // A line that is too long ends the piece: the main thread knows what to do about it.
    const tooMuch = () => {
      this.#kept = Infinity;
    };
    const bulk = {
      load: (bytes: Uint8Array) => {
        this.#scanner.load(bytes);
      },
      take: (start: number) => this.#takeTasks(start),
    };
    return new LineSplitter(sink, { push: tooMuch, end: tooMuch }, this.#maxLineBytes, bulk);
  }

  #takeTasks(start: number): { end: number; lines: number } {
    const { batch } = this.#scanner;
    let end = start;
    let lines = 0;
    for (;;) {
      end = this.#scanner.scan(end);
      if (batch.eventCount === 0) break;
      lines += batch.eventCount;
      this.#order.push(batch.order.subarray(0, batch.eventCount));
      startColumns.forEach((name, index) => {
        this.#starts[index]?.push(batch.starts.columns[name].subarray(0, batch.starts.count));
      });
      if (batch.ends.count === blockRows) this.#endRun();
    }
    return { end, lines };
  }

  #addOther(line: Uint8Array, { lineNumber, byteOffset }: LinePlace): void {
    const start = this.#others.length;
    this.#keep(this.#others, line);
    this.#marks.push([this.#order.length, start, start + line.length, lineNumber - 1, byteOffset]);
    const name = /SparkListenerTask(Start|End)"/.exec(this.#decoder.decode(line.subarray(0, nameSearchBytes)));
    if (name !== null) this.#learn(this.#decoder.decode(line));
  }

  #learn(text: string): void {
    try {
      const { Event: name } = JSON.parse(text) as { readonly Event?: unknown };
      if (name === eventNames.taskStart || name === eventNames.taskEnd)
        this.#scanner.learn(text, name === eventNames.taskStart);
    } catch {
      // Nothing is to be learned from a damaged line; the main thread counts it.
    }
  }

  #keep(target: GrowingBytes, bytes: Uint8Array): void {
    this.#kept += bytes.length;
    if (this.#kept <= maxKeptBytes) target.push(bytes);
  }

  #endRun(): void {
    const { ends } = this.#scanner.batch;
    const { count } = ends;
    const endRows = new Float64Array(scanColumns.length * count);
    scanColumns.forEach((name, index) => {
      endRows.set(ends.columns[name].subarray(0, count), index * count);
    });
    const startCount = this.#starts[0]?.length ?? 0;
    const startRows = new Float64Array(startColumns.length * startCount);
    this.#starts.forEach((rows, index) => {
      startRows.set(rows.take(), index * startCount);
    });
    this.#runs.push({
      startCount,
      starts: startRows,
      endCount: count,
      ends: endRows,
      order: this.#order.take(),
      otherBytes: this.#others.take(),
      marks: this.#marks.take(),
    });
    ends.count = 0;
  }
}
