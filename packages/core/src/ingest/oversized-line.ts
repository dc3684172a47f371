import { isMany, none } from 'stream-chain/defs.js';
import { Assembler } from 'stream-json/core/assembler.js';
import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { DroppedText, heavyFields } from '../events/heavy-fields.ts';

/** Longer texts are dropped from an oversized line, whatever field they stand in. */
const maxTextChars = 2 ** 20;
/** What may be left of a line without its heavy fields; both together are some hundred megabytes at most. */
const maxKeptTokens = 4_000_000;
const maxKeptChars = 2 ** 27;
/** Plans nest some hundred levels. */
const maxDepth = 10_000;
/** The tokenizer makes an object for every few characters, so it gets few bytes at once. */
const pieceBytes = 2 ** 16;

/** The values of a line (several where files were joined without a newline), or what is wrong with it. */
export type WalkedLine = readonly unknown[] | string;

/**
 * Walks one line that is too long to be held, piece by piece, and keeps of it what the model needs: heavy fields are left
 * out, and so are all texts above a megabyte; of dropped texts the length remains ({@link DroppedText}).
 */
export class OversizedLine {
  #decoder = new TextDecoder();
  #parse = jsonParser({ packValues: false, streamValues: true, jsonStreaming: true });
  #assembler = new Assembler();
  #values: unknown[] = [];
  #problem: string | undefined;
  /** Open objects and lists. */
  #depth = 0;
  #key = '';
  /** The value at this depth belongs to a heavy field: nothing is kept until it ends. */
  #dropDepth: number | undefined;
  #text = '';
  /** Of the text now read, kept or not. */
  #textChars = 0;
  #keptTokens = 0;
  #keptChars = 0;

  push(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length && this.#problem === undefined; start += pieceBytes) {
      this.#take(this.#decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: true }));
    }
  }

  finish(): WalkedLine {
    if (this.#problem === undefined) this.#take(this.#decoder.decode());
    if (this.#problem === undefined) this.#take(none);
    return this.#problem ?? this.#values;
  }

  #take(text: string | typeof none): void {
    try {
      const tokens: unknown = this.#parse(text as string);
      if (isMany(tokens)) for (const token of tokens.values as readonly Token[]) this.#add(token);
      if (this.#depth > maxDepth) this.#problem ??= `nested more than ${maxDepth} levels deep`;
    } catch {
      this.#problem ??= 'not JSON';
    }
  }

  #add(token: Token): void {
    switch (token.name) {
      case 'startObject':
      case 'startArray':
        this.#keep(token);
        this.#depth++;
        return;
      case 'endObject':
      case 'endArray':
        this.#depth--;
        this.#keep(token);
        this.#endValue();
        return;
      case 'startKey':
      case 'startString':
      case 'startNumber':
        this.#text = '';
        this.#textChars = 0;
        return;
      case 'stringChunk':
      case 'numberChunk':
        this.#textChars += token.value.length;
        if (this.#dropDepth === undefined && this.#textChars <= maxTextChars) this.#text += token.value;
        return;
      case 'endKey':
        this.#startField();
        return;
      case 'endString':
        this.#keepText();
        this.#endValue();
        return;
      case 'endNumber':
        this.#keep({ name: 'numberValue', value: this.#text });
        this.#endValue();
        return;
      default:
        this.#keep(token);
        this.#endValue();
    }
  }

  #startField(): void {
    if (this.#dropDepth !== undefined) return;
    this.#key = this.#text;
    if (heavyFields.has(this.#key) || this.#textChars > maxTextChars) this.#dropDepth = this.#depth;
    else this.#keep({ name: 'keyValue', value: this.#key });
  }

  #keepText(): void {
    const isHeavy = this.#dropDepth === this.#depth;
    if (!isHeavy && this.#textChars <= maxTextChars) {
      this.#keep({ name: 'stringValue', value: this.#text });
      return;
    }
    if (isHeavy) {
      this.#dropDepth = undefined;
      this.#keep({ name: 'keyValue', value: this.#key });
    }
    // The assembler puts whatever it is given in its place.
    this.#keep({ name: 'stringValue', value: new DroppedText(this.#textChars) as unknown as string });
  }

  #keep(token: Token): void {
    if (this.#dropDepth !== undefined || this.#problem !== undefined) return;
    this.#keptTokens++;
    if ('value' in token && typeof token.value === 'string') this.#keptChars += token.value.length;
    if (this.#keptTokens > maxKeptTokens || this.#keptChars > maxKeptChars)
      this.#problem = 'too long even without its plans';
    else this.#assembler.consume(token);
  }

  #endValue(): void {
    if (this.#dropDepth === this.#depth) this.#dropDepth = undefined;
    if (this.#depth === 0) this.#values.push(this.#assembler.current);
  }
}
