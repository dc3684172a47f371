import { blockRows } from '../../util/column.ts';
import { LayoutBook } from './layout-book.ts';
import { compileLayouts, stepWords, valueCodes, zerosCode, type LayoutProgram } from './layout-program.ts';
import {
  endKind,
  newTaskRows,
  orderLength,
  scanColumns,
  startKind,
  startRows,
  type TaskBatch,
} from './task-columns.ts';
import { NextByte } from './next-byte.ts';
import type { TaskScanner } from './task-scanner.ts';
import { codedConstants, maxTextBytes, TextTable, type Constants } from './text-table.ts';

const lineFeed = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const zero = 0x30;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const lowerE = 0x65;
const lowerF = 0x66;
const lowerN = 0x6e;
const lowerT = 0x74;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Spread over four bytes, read as one little-endian number. */
const trueWord = 0x65757274;
const falseWord = 0x736c6166;
const nullWord = 0x6c6c756e;
const maxDigits = 15;

const noMatch = -1;

/** The scanner in plain JavaScript, for engines without WebAssembly SIMD. */
export class TableScanner implements TaskScanner {
  readonly batch: TaskBatch;
  readonly buffer = undefined;
  #book = new LayoutBook();
  #program: LayoutProgram = compileLayouts([]);
  #literalWords: DataView = new DataView(new ArrayBuffer(0));
  #constants: Constants[] = [];
  #texts = new TextTable();
  /** Columns by kind of event, then as in `scanColumns`. */
  #columns: readonly (readonly Float64Array[])[];
  #bytes: Uint8Array = new Uint8Array(0);
  #words: DataView = new DataView(new ArrayBuffer(0));
  #maxLineBytes: number;
  /** Which layout followed each layout last time: starts and ends alternate. */
  #followers: number[] = [];
  #lastLayout = 0;
  #openings = new NextByte(openBracket);
  #closings = new NextByte(closeBracket);
  #backslashes = new NextByte(backslash);
  #lineEnds = new NextByte(lineFeed);
  #code = 0;
  #number = 0;

  constructor(maxLineBytes: number) {
    this.#maxLineBytes = maxLineBytes;
    const rows = [newTaskRows(startRows), newTaskRows(blockRows)] as const;
    this.batch = {
      starts: rows[startKind],
      ends: rows[endKind],
      order: new Uint8Array(orderLength),
      firstEnd: 0,
      eventCount: 0,
    };
    this.#columns = rows.map(({ columns }) => scanColumns.map((name) => columns[name]));
  }

  get texts(): readonly string[] {
    return this.#texts.texts;
  }

  learn(text: string, isStart: boolean): void {
    if (!this.#book.learn(text, isStart)) return;
    this.#program = compileLayouts(this.#book.lines);
    this.#literalWords = new DataView(this.#program.literals.buffer);
    this.#constants = this.#book.lines.map((layout) => codedConstants(layout, this.#texts));
  }

  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (const next of [this.#openings, this.#closings, this.#backslashes, this.#lineEnds]) next.load(bytes);
  }

  scan(start: number): number {
    const { starts, ends, order } = this.batch;
    starts.count = 0;
    this.batch.firstEnd = ends.count;
    let taken = 0;
    let at = start;
    while (starts.count < startRows && ends.count < blockRows) {
      const lineEnd = this.#matchLine(at);
      if (lineEnd === noMatch || lineEnd - at - 1 > this.#maxLineBytes) break;
      const layout = this.#book.lines[this.#lastLayout];
      if (layout === undefined) break;
      const kind = layout.isStart ? startKind : endKind;
      const rows = layout.isStart ? starts : ends;
      const columns = this.#columns[kind] ?? [];
      for (const { column, value } of this.#constants[this.#lastLayout] ?? []) {
        const target = columns[column];
        if (target !== undefined) target[rows.count] = value;
      }
      rows.count++;
      order[taken++] = kind;
      at = lineEnd;
    }
    this.batch.eventCount = taken;
    return at;
  }

  /** The end of the line at `start` when a layout matches; leaves which one it was. */
  #matchLine(start: number): number {
    const count = this.#program.lineStarts.length;
    const expected = this.#followers[this.#lastLayout] ?? 0;
    for (let tried = -1; tried < count; tried++) {
      if (tried === expected) continue;
      const index = tried < 0 ? expected : tried;
      const layout = this.#book.lines[index];
      if (layout === undefined) continue;
      const rows = layout.isStart ? this.batch.starts : this.batch.ends;
      const columns = this.#columns[layout.isStart ? startKind : endKind] ?? [];
      const end = this.#run(this.#program.lineStarts[index] ?? 0, start, columns, rows.count);
      if (end === noMatch) continue;
      this.#followers[this.#lastLayout] = index;
      this.#lastLayout = index;
      return end;
    }
    return noMatch;
  }

  /** Runs through the steps of one layout; returns where its text ends. */
  #run(program: number, start: number, columns: readonly Float64Array[], row: number): number {
    const { steps } = this.#program;
    let at = start;
    for (let word = program; ; word += stepWords) {
      const literalBytes = steps[word + 1] ?? 0;
      const code = steps[word + 2] ?? 0;
      const isMatch = this.#isLiteral(steps[word] ?? 0, literalBytes, at);
      if (code === zerosCode) {
        if (!isMatch) continue;
        at += literalBytes;
        const lastWord = word + (steps[word + 3] ?? 0) * stepWords;
        while (word < lastWord) {
          word += stepWords;
          const target = columns[steps[word + 3] ?? -1];
          if (target !== undefined) target[row] = 0;
        }
        continue;
      }
      if (!isMatch) return noMatch;
      at += literalBytes;
      const column = steps[word + 3] ?? 0;
      let value = 0;
      if (code === valueCodes.number) {
        at = this.#readNumber(at);
        value = this.#number;
      } else if (code === valueCodes.text) {
        at = column < 0 ? this.#skipText(at) : this.#readText(at);
        value = this.#code;
      } else if (code === valueCodes.flag) {
        value = this.#bytes[at] === lowerT ? 1 : 0;
        at = this.#skipFlag(at);
      } else if (code === valueCodes.list) at = this.#crossList(at, word + stepWords);
      else return at;
      if (at < 0) return noMatch;
      if (column < 0) continue;
      const target = columns[column];
      if (target !== undefined) target[row] = value;
    }
  }

  /**
   * Eight bytes at a time, as the numbers that they would be: ASCII makes none that equals another one's bytes. The last
   * comparison overlaps the one before.
   */
  #isLiteral(literal: number, length: number, at: number): boolean {
    const words = this.#words;
    const literalWords = this.#literalWords;
    const last = at + length - 8;
    if (last + 8 > words.byteLength) return false;
    if (length >= 8) {
      const distance = literal - at;
      for (let from = at; from < last; from += 8) {
        if (words.getFloat64(from, true) !== literalWords.getFloat64(from + distance, true)) return false;
      }
      return words.getFloat64(last, true) === literalWords.getFloat64(last + distance, true);
    }
    for (let offset = 0; offset < length; offset++) {
      if (words.getUint8(at + offset) !== literalWords.getUint8(literal + offset)) return false;
    }
    return true;
  }

  #readNumber(start: number): number {
    const bytes = this.#bytes;
    const first = bytes[start] ?? 0;
    const single = first - zero;
    const next = (bytes[start + 1] ?? 0) - zero;
    if (single >= 0 && single <= 9 && (next < 0 || next > 9)) {
      this.#number = single;
      return start + 1;
    }
    const digitsStart = first === minus ? start + 1 : start;
    let value = 0;
    let at = digitsStart;
    for (; ; at++) {
      const digit = (bytes[at] ?? 0) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const digits = at - digitsStart;
    if (digits === 0 || digits > maxDigits) return noMatch;
    // No leading zero, and no negative one.
    if (bytes[digitsStart] === zero && at > start + 1) return noMatch;
    this.#number = first === minus ? -value : value;
    return at;
  }

  /** The text's end, without looking for a meaning. Bytes above ASCII cannot break a string, whatever they are. */
  #skipText(start: number): number {
    const bytes = this.#bytes;
    if (bytes[start] !== quote) return noMatch;
    for (let at = start + 1; ; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) return at + 1;
      if (byte < 0x20 || byte === backslash) return noMatch;
    }
  }

  #readText(start: number): number {
    const bytes = this.#bytes;
    const end = this.#skipText(start);
    if (end < 0 || end - start > maxTextBytes) return noMatch;
    for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7e) return noMatch;
    this.#code = this.#texts.codeOf(bytes, start + 1, end - 1);
    return this.#code < 0 ? noMatch : end;
  }

  #skipFlag(at: number): number {
    const words = this.#words;
    if (at + 5 > words.byteLength) return noMatch;
    const word = words.getInt32(at, true);
    if (word === trueWord) return at + 4;
    return word === falseWord && words.getUint8(at + 4) === lowerE ? at + 5 : noMatch;
  }

  /** The twin of `listEnd` in `assembly/lists.ts`; `nextWord` is the step whose literal must follow. */
  #crossList(start: number, nextWord: number): number {
    const bytes = this.#bytes;
    if (bytes[start] !== openBracket) return noMatch;
    const inside = start + 1;
    const end = bytes[inside] === closeBracket ? inside : this.#closings.after(inside);
    const lineEnd = this.#lineEnds.after(inside);
    if (end > lineEnd) return noMatch;
    const { steps } = this.#program;
    const isCrossed =
      end < this.#openings.after(inside) &&
      end < this.#backslashes.after(inside) &&
      this.#isLiteral(steps[nextWord] ?? 0, steps[nextWord + 1] ?? 0, end + 1);
    return isCrossed ? end + 1 : this.#plainListEnd(start);
  }

  /** Behind a list of flat objects without white space and escapes, whose names may hold brackets. */
  #plainListEnd(start: number): number {
    const bytes = this.#bytes;
    for (let at = start + 1; bytes[at] === openBrace; at++) {
      at = this.#plainEntryEnd(at);
      if (at < 0) return noMatch;
      if (bytes[at] === closeBracket) return at + 1;
      if (bytes[at] !== comma) return noMatch;
    }
    return noMatch;
  }

  #plainEntryEnd(start: number): number {
    const bytes = this.#bytes;
    if (bytes[start + 1] === closeBrace) return start + 2;
    for (let at = start + 1; ; at++) {
      at = this.#skipText(at);
      if (at < 0 || bytes[at] !== colon) return noMatch;
      at = this.#scalarEnd(at + 1);
      if (at < 0) return noMatch;
      if (bytes[at] === closeBrace) return at + 1;
      if (bytes[at] !== comma) return noMatch;
    }
  }

  #scalarEnd(at: number): number {
    switch (this.#bytes[at]) {
      case quote:
        return this.#skipText(at);
      case lowerT:
      case lowerF:
        return this.#skipFlag(at);
      case lowerN:
        return at + 4 <= this.#words.byteLength && this.#words.getInt32(at, true) === nullWord ? at + 4 : noMatch;
      default:
        return this.#readNumber(at);
    }
  }
}
