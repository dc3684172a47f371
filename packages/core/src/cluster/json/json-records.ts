import { isMany, none } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';

/** Lists whose members are records of their own, by the key that they stand under in the outermost object. */
export const recordLists: ReadonlySet<string> = new Set(['events', 'runs', 'items', 'Instances', 'Steps', 'entries']);
/** A record has at most some thousand values, and so has what stands around a list of them. */
const mostTokens = 1_000_000;
const mostDepth = 200;
const newline = 10;
/** Not allowed in JSON, and found in messages of machines all the same. Line ends and tabs stay. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

const startsRecord = /^\s*(?:\{|\[\s*\{)/;
const betweenRecords = /^(?!\s*\[?\s*\{)[^{]*|^[\s,]+/;

/** The line in which something begins, from 1, and the offset of that line in the unpacked bytes. */
export interface LineStart {
  readonly line: number;
  readonly byteOffset: number;
}

/** Told of everything in the file, in order. */
export interface RecordSink {
  record(value: unknown, start: LineStart): void;
  /** What stood around a list of records, with the list left empty: counts, tokens of further pages. */
  envelope(value: unknown): void;
  /** Stands in for a record that cannot be had. */
  problem(problem: string, start: LineStart): void;
}

/**
 * Reads JSON in any of the shapes in which tools hand records out, piece by piece: one object, an array, an answer with a
 * list in it, several of those one after the other, or one object per line. Holds one record at a time; numbers stay text.
 *
 * A syntax error costs its line when the value began in that line. Else it costs the record that it stands in: what follows is
 * read from the next line on that begins like a record.
 */
export class JsonRecords {
  readonly #sink: RecordSink;
  #decoder = new TextDecoder();
  #parse = newParser();
  /** The outermost value, without the records of a list in it. */
  #outer = newAssembler();
  #member = newAssembler();
  #here: LineStart = { line: 1, byteOffset: 0 };
  #outerStart = this.#here;
  #memberStart = this.#here;
  #depth = 0;
  /** Depth of the list whose members are handed out one by one. */
  #listDepth: number | undefined;
  #hadList = false;
  #keyOfOuter = '';
  #tokens = 0;
  #consumed = 0;
  /** After an error within a list its brackets and commas are nothing to go by. */
  #isBetweenRecords = false;
  #skipLine = false;

  constructor(sink: RecordSink) {
    this.#sink = sink;
  }

  /** Takes the next plain bytes, cut anywhere. */
  push(bytes: Uint8Array): void {
    let start = 0;
    while (start < bytes.length) {
      const end = bytes.indexOf(newline, start);
      const stop = end < 0 ? bytes.length : end + 1;
      const text = this.#decoder.decode(bytes.subarray(start, stop), { stream: true });
      this.#feedLine(text);
      this.#consumed += stop - start;
      if (end >= 0) {
        this.#here = { line: this.#here.line + 1, byteOffset: this.#consumed };
        this.#skipLine = false;
      }
      start = stop;
    }
  }

  finish(): void {
    const open = this.#depth > 0;
    if (open) this.#sink.problem('the file ends in the middle of a record', this.#outerStart);
    else if (!this.#skipLine) this.#feed(none);
  }

  #feedLine(text: string): void {
    if (this.#skipLine) return;
    const error = this.#feedPieces(text);
    if (error === undefined) return;
    const isInOneLine = this.#depth === 0 || this.#outerStart.line === this.#here.line;
    this.#sink.problem(isInOneLine ? error : `${error}; read on from the next record`, this.#here);
    this.#forget();
    this.#isBetweenRecords ||= !isInOneLine;
    // The line before may be the one that was cut, and this one whole.
    const again = isInOneLine || !startsRecord.test(text) ? error : this.#feedPieces(text);
    if (again === undefined) return;
    this.#forget();
    this.#skipLine = true;
  }

  /** In pieces that end where a record may end: an error costs the piece that it stands in. Tells what was wrong. */
  #feedPieces(text: string): string | undefined {
    let start = 0;
    while (start < text.length) {
      const close = text.indexOf('}', start);
      const stop = close < 0 ? text.length : close + 1;
      const piece = text.slice(start, stop).replace(controls, ' ');
      const error = this.#feed(this.#isBetweenRecords && this.#depth === 0 ? piece.replace(betweenRecords, '') : piece);
      if (error !== undefined) return error;
      start = stop;
    }
    return undefined;
  }

  #feed(piece: string | typeof none): string | undefined {
    try {
      const tokens: unknown = this.#parse(piece as string);
      if (isMany(tokens)) for (const token of tokens.values as readonly Token[]) this.#add(token);
      return undefined;
    } catch (error) {
      return error instanceof RecordError ? error.message : 'not JSON';
    }
  }

  #forget(): void {
    this.#parse = newParser();
    this.#outer = newAssembler();
    this.#depth = 0;
    this.#listDepth = undefined;
    this.#hadList = false;
  }

  #add(token: Token): void {
    const closes = token.name === 'endObject' || token.name === 'endArray';
    if (closes) this.#depth--;
    else if (this.#depth === 0) {
      this.#outerStart = this.#here;
      this.#tokens = 0;
    }
    if (this.#listDepth === undefined) this.#addOutside(token);
    else this.#addInList(token, closes, this.#listDepth);
    if (token.name === 'startObject' || token.name === 'startArray') this.#depth++;
    if (this.#depth > mostDepth) throw new RecordError(`nested more than ${mostDepth} levels deep`);
  }

  #addOutside(token: Token): void {
    if (token.name === 'keyValue' && this.#depth === 1) this.#keyOfOuter = token.value;
    if (
      token.name === 'startArray' &&
      (this.#depth === 0 || (this.#depth === 1 && recordLists.has(this.#keyOfOuter)))
    ) {
      this.#listDepth = this.#depth;
      this.#hadList = true;
      if (this.#depth > 0) for (const name of ['startArray', 'endArray'] as const) this.#consume(this.#outer, { name });
      return;
    }
    this.#consume(this.#outer, token);
    if (this.#depth > 0 || token.name === 'startObject') return;
    const value: unknown = this.#outer.current;
    if (this.#hadList) this.#sink.envelope(value);
    else this.#sink.record(value, this.#outerStart);
    this.#hadList = false;
  }

  #addInList(token: Token, closes: boolean, listDepth: number): void {
    if (closes && this.#depth === listDepth) {
      this.#listDepth = undefined;
      if (listDepth === 0) this.#hadList = false;
      return;
    }
    const atMember = this.#depth === listDepth + 1;
    if (atMember && !closes) {
      this.#memberStart = this.#here;
      this.#member = newAssembler();
      this.#tokens = 0;
    }
    this.#consume(this.#member, token);
    const opens = token.name === 'startObject' || token.name === 'startArray';
    if (atMember && !opens) this.#sink.record(this.#member.current, this.#memberStart);
  }

  #consume(assembler: Assembler, token: Token): void {
    if (++this.#tokens > mostTokens) throw new RecordError(`a record of more than ${mostTokens} values`);
    assembler.consume(token);
  }
}

class RecordError extends Error {}

function newParser() {
  return jsonParser({ packValues: true, streamValues: false, jsonStreaming: true });
}

function newAssembler(): Assembler {
  return new Assembler({ numberAsString: true });
}
