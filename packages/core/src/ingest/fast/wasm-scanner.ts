import { blockRows, type PackedBlock } from '../../util/column.ts';
import { LayoutBook } from './layout-book.ts';
import { compileLayouts, stepWords, zerosCode } from './layout-program.ts';
import type { LineLayout } from './line-layout.ts';
import { newScannerMemory, type ScannerMemory } from './scanner-memory.ts';
import { columnStride, orderLength, startRows, taskRowsOver, type TaskBatch } from './task-columns.ts';
import type { TaskScanner } from './task-scanner.ts';
import { deskBytes, lineWords, places, tailBytes, vectorBytes } from './wasm-memory.ts';
import type { WasmModule } from '../../util/web-assembly.ts';

const constantBytes = 16;
const literalRoom = places.steps - places.literals;
const stepRoom = places.starts - places.steps;
const maxInt32 = 2 ** 31 - 1;
const noBytes = new Uint8Array(0);

/**
 * The scanner in WebAssembly. Its memory holds the layouts, the block of the task table that is being filled, and the text:
 * read into {@link buffer} or, where it comes from elsewhere, copied piece by piece to a desk.
 */
export class WasmScanner implements TaskScanner {
  readonly texts: string[] = [''];
  readonly batch: TaskBatch;
  readonly buffer: Uint8Array;
  #memory: ScannerMemory;
  #book = new LayoutBook();
  #maxLineBytes: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  /** What {@link load} was given, if it has to be copied. */
  #foreign: Uint8Array = noBytes;
  /** Which part of it is on the desk. */
  #deskStart = 0;
  #deskEnd = 0;
  /** Where in memory its first byte is, or would be. */
  #origin = 0;
  #end = 0;

  constructor(module: WasmModule, maxLineBytes: number, bufferBytes: number) {
    this.#memory = newScannerMemory(module, bufferBytes);
    this.buffer = this.#memory.input;
    this.#maxLineBytes = Math.min(maxLineBytes, maxInt32);
    const { buffer } = this.#memory.exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.batch = {
      starts: taskRowsOver(buffer, places.starts, startRows),
      ends: taskRowsOver(buffer, places.ends, blockRows, (values) => this.#pack(values)),
      order: new Uint8Array(buffer, places.order, orderLength),
      firstEnd: 0,
      eventCount: 0,
    };
    this.#view.setUint32(places.textCount, 1, true);
    for (let length = 0; length < vectorBytes; length++) {
      this.#bytes.fill(0xff, places.masks + length * vectorBytes, places.masks + length * vectorBytes + length);
    }
  }

  learn(text: string, isStart: boolean): void {
    if (this.#book.learn(text, isStart)) this.#writeLayouts();
  }

  load(bytes: Uint8Array): void {
    if (bytes.buffer === this.buffer.buffer) {
      this.#foreign = noBytes;
      this.#origin = bytes.byteOffset;
      this.#end = bytes.byteOffset + bytes.length;
      return;
    }
    this.#foreign = bytes;
    this.#deskStart = 0;
    this.#deskEnd = 0;
  }

  scan(start: number): number {
    const { starts, ends } = this.batch;
    this.batch.firstEnd = ends.count;
    let end = this.#scanLoaded(start);
    // The last line on the desk is rarely complete: what follows it is brought, if there is more.
    if (end === start && this.#foreign !== noBytes && this.#bringToDesk(start)) end = this.#scanLoaded(start);
    starts.count = this.#view.getUint32(places.startsCount, true);
    ends.count = this.#view.getUint32(places.endsCount, true);
    this.batch.eventCount = starts.count + ends.count - this.batch.firstEnd;
    this.#takeTexts();
    return end;
  }

  #scanLoaded(start: number): number {
    this.#view.setUint32(places.startsCount, 0, true);
    this.#view.setUint32(places.endsCount, this.batch.ends.count, true);
    if (this.#foreign !== noBytes && (start < this.#deskStart || start >= this.#deskEnd)) return start;
    return this.#memory.exports.scan(this.#origin + start, this.#end, this.#maxLineBytes) - this.#origin;
  }

  /** Copies what stands from `start` on; false when there is enough of it already. */
  #bringToDesk(start: number): boolean {
    const end = Math.min(this.#foreign.length, start + deskBytes);
    const isThere = start >= this.#deskStart && start < this.#deskEnd;
    if (isThere && (end === this.#deskEnd || this.#deskEnd - start > deskBytes / 2)) return false;
    this.#bytes.set(this.#foreign.subarray(start, end), places.desk);
    this.#deskStart = start;
    this.#deskEnd = end;
    this.#origin = places.desk - start;
    this.#end = this.#origin + end;
    this.#bytes.fill(0, this.#end, this.#end + tailBytes);
    return true;
  }

  #pack(values: Float64Array): PackedBlock {
    const width = this.#memory.exports.packColumn(values.byteOffset);
    if (width === 8) return { base: 0, offsets: values.slice() };
    const base = this.#view.getFloat64(places.packedBase, true);
    return { base, offsets: width === 0 ? undefined : this.#packed(width).slice() };
  }

  #packed(width: number): Uint8Array | Uint16Array | Uint32Array {
    const { buffer } = this.#bytes;
    if (width === 1) return new Uint8Array(buffer, places.packed, blockRows);
    return width === 2
      ? new Uint16Array(buffer, places.packed, blockRows)
      : new Uint32Array(buffer, places.packed, blockRows);
  }

  #takeTexts(): void {
    const count = this.#view.getUint32(places.textCount, true);
    for (let code = this.texts.length; code < count; code++) {
      const start = this.#view.getUint32(places.textTable + code * 8, true);
      const length = this.#view.getUint32(places.textTable + code * 8 + 4, true);
      this.texts.push(String.fromCharCode(...this.#bytes.subarray(start, start + length)));
    }
  }

  /** Puts all layouts into the module's memory; where there is no room for more, those there stay. */
  #writeLayouts(): void {
    const { lines } = this.#book;
    const program = compileLayouts(lines, vectorBytes);
    const programBytes = program.steps.length * 4;
    const constants = lines.map((line) => this.#codedConstants(line));
    if (constants.some((each) => each.some(({ value }) => Number.isNaN(value)))) return;
    const constantCount = constants.reduce((sum, each) => sum + each.length, 0);
    if (program.literals.length > literalRoom || programBytes + constantCount * constantBytes > stepRoom) return;
    const view = this.#view;
    this.#bytes.set(program.literals, places.literals);
    let constantAt = places.steps + programBytes;
    lines.forEach((line, index) => {
      const stride = columnStride(line.isStart ? startRows : blockRows);
      const firstWord = program.lineStarts[index] ?? 0;
      const lastWord = program.lineStarts[index + 1] ?? program.steps.length;
      for (let word = firstWord; word < lastWord; word += stepWords) {
        const [literal = 0, length = 0, code = 0, column = 0] = program.steps.subarray(word, word + stepWords);
        const isColumn = code !== zerosCode && column >= 0;
        const absolute = [places.literals + literal, length, code, isColumn ? column * stride : column];
        absolute.forEach((value, index) => {
          view.setInt32(places.steps + (word + index) * 4, value, true);
        });
      }
      const at = places.lines + index * lineWords * 4;
      const own = constants[index] ?? [];
      view.setUint32(at, places.steps + firstWord * 4, true);
      view.setUint32(at + 4, constantAt, true);
      view.setUint32(at + 8, own.length, true);
      view.setUint32(at + 12, line.isStart ? 1 : 0, true);
      for (const { column, value } of own) {
        view.setUint32(constantAt, column * stride, true);
        view.setFloat64(constantAt + 8, value, true);
        constantAt += constantBytes;
      }
    });
    view.setUint32(places.lineCount, lines.length, true);
  }

  #codedConstants({ constants }: LineLayout): { column: number; value: number }[] {
    return constants.map(({ column, value }) => ({
      column,
      value: typeof value === 'number' ? value : this.#codeOf(value),
    }));
  }

  /** The code of a text that a layout sets; NaN when there is no room for it. The end of the steps serves as a desk. */
  #codeOf(text: string): number {
    if (text === '') return 0;
    const known = this.texts.indexOf(text);
    if (known >= 0) return known;
    const desk = places.steps + stepRoom - text.length - vectorBytes;
    for (let index = 0; index < text.length; index++) this.#bytes[desk + index] = text.charCodeAt(index);
    const code = this.#memory.exports.codeOfText(desk, text.length);
    this.#takeTexts();
    return code < 0 ? Number.NaN : code;
  }
}
