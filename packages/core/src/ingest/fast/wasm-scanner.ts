import { LayoutBook } from './layout-book.ts';
import { compileLayouts, stepWords } from './layout-program.ts';
import type { LineLayout } from './line-layout.ts';
import { batchRows, rowsByteLength, taskRowsOver, type TaskBatch } from './task-columns.ts';
import type { TaskScanner } from './task-scanner.ts';
import { lineWords, pageBytes, places, tailBytes, vectorBytes } from './wasm-memory.ts';
import { instantiate, type WasmMemory, type WasmModule } from './web-assembly.ts';

interface ScannerExports {
  readonly memory: WasmMemory;
  readonly scan: (start: number, end: number, maxLineBytes: number) => number;
  /** Code of a text in the module's memory; -1 when there is no room for it. */
  readonly codeOfText: (start: number, length: number) => number;
}

const columnBytes = batchRows * Float64Array.BYTES_PER_ELEMENT;
const constantBytes = 16;
const literalRoom = places.steps - places.literals;
const stepRoom = places.columns - places.steps;
const maxInt32 = 2 ** 31 - 1;

/** The scanner in WebAssembly. Its memory holds the text, the layouts and the batch. */
export class WasmScanner implements TaskScanner {
  linesTaken = 0;
  readonly texts: string[] = [''];
  batch: TaskBatch;
  #module: ScannerExports;
  #book = new LayoutBook();
  #maxLineBytes: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;
  #inputEnd: number = places.input;

  constructor(module: WasmModule, maxLineBytes: number) {
    this.#module = instantiate(module) as ScannerExports;
    this.#maxLineBytes = Math.min(maxLineBytes, maxInt32);
    const { buffer } = this.#module.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
    this.batch = batchOver(buffer);
    this.#view.setUint32(places.textCount, 1, true);
    for (let length = 0; length < vectorBytes; length++) {
      this.#bytes.fill(0xff, places.masks + length * vectorBytes, places.masks + length * vectorBytes + length);
    }
  }

  learn(text: string, isStart: boolean): void {
    if (this.#book.learn(text, isStart)) this.#writeLayouts();
  }

  load(bytes: Uint8Array): void {
    const missing = places.input + bytes.length + tailBytes - this.#bytes.length;
    if (missing > 0) {
      this.#module.memory.grow(Math.ceil(missing / pageBytes));
      const { buffer } = this.#module.memory;
      this.#bytes = new Uint8Array(buffer);
      this.#view = new DataView(buffer);
      this.batch = batchOver(buffer);
    }
    this.#bytes.set(bytes, places.input);
    this.#inputEnd = places.input + bytes.length;
    this.#bytes.fill(0, this.#inputEnd, this.#inputEnd + tailBytes);
  }

  scan(start: number): number {
    const end = this.#module.scan(places.input + start, this.#inputEnd, this.#maxLineBytes) - places.input;
    const { starts, ends } = this.batch;
    starts.count = this.#view.getUint32(places.startsCount, true);
    ends.count = this.#view.getUint32(places.endsCount, true);
    this.linesTaken = starts.count + ends.count;
    this.#takeTexts();
    return end;
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
    const { lines, entries } = this.#book;
    const program = compileLayouts(lines, entries, vectorBytes);
    const programBytes = program.steps.length * 4;
    const constants = lines.map((line) => this.#codedConstants(line));
    if (constants.some((each) => each.some(({ value }) => Number.isNaN(value)))) return;
    const constantCount = constants.reduce((sum, each) => sum + each.length, 0);
    if (program.literals.length > literalRoom || programBytes + constantCount * constantBytes > stepRoom) return;
    const view = this.#view;
    this.#bytes.set(program.literals, places.literals);
    program.steps.forEach((word, index) => {
      view.setInt32(places.steps + index * 4, this.#absolute(word, index % stepWords), true);
    });
    let constantAt = places.steps + programBytes;
    lines.forEach((line, index) => {
      const at = places.lines + index * lineWords * 4;
      const own = constants[index] ?? [];
      view.setUint32(at, places.steps + (program.lineStarts[index] ?? 0) * 4, true);
      view.setUint32(at + 4, constantAt, true);
      view.setUint32(at + 8, own.length, true);
      view.setUint32(at + 12, line.isStart ? 1 : 0, true);
      for (const { column, value } of own) {
        view.setUint32(constantAt, column * columnBytes, true);
        view.setFloat64(constantAt + 8, value, true);
        constantAt += constantBytes;
      }
    });
    program.entryStarts.forEach((start, index) => {
      view.setUint32(places.entries + index * 4, places.steps + start * 4, true);
    });
    view.setUint32(places.lineCount, lines.length, true);
    view.setUint32(places.entryCount, entries.length, true);
  }

  /** Words of a step as the module wants them: an address for the literal, an offset for the column. */
  #absolute(word: number, position: number): number {
    if (position === 0) return places.literals + word;
    return position === stepWords - 1 && word >= 0 ? word * columnBytes : word;
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
    const desk = places.steps + stepRoom - text.length;
    for (let index = 0; index < text.length; index++) this.#bytes[desk + index] = text.charCodeAt(index);
    const code = this.#module.codeOfText(desk, text.length);
    this.#takeTexts();
    return code < 0 ? Number.NaN : code;
  }
}

function batchOver(buffer: ArrayBuffer): TaskBatch {
  return {
    starts: taskRowsOver(buffer, places.columns),
    ends: taskRowsOver(buffer, places.columns + rowsByteLength),
    order: new Uint8Array(buffer, places.columns + 2 * rowsByteLength, 2 * batchRows),
  };
}
