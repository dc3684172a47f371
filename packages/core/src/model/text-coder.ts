import type { TaskTextField } from '../ingest/fast/task-columns.ts';

/** Turns a scanner's codes of texts into those of a dictionary, which hands them out in the order of rows. */
export class TextCoder {
  readonly field: TaskTextField;
  #codeOf: (text: string) => number;
  /** Of each scanner, by its texts; -1 where none was handed out yet. */
  #codesOf = new Map<readonly string[], Int32Array>();
  #texts: readonly string[] = [];
  #codes: Int32Array = new Int32Array(0);

  constructor(field: TaskTextField, codeOf: (text: string) => number) {
    this.field = field;
    this.#codeOf = codeOf;
  }

  translate(column: Float64Array, start: number, end: number, texts: readonly string[]): void {
    if (texts !== this.#texts) this.#turnTo(texts);
    let codes = this.#codes;
    for (let row = start; row < end; row++) {
      const textCode = column[row] ?? 0;
      const code = codes[textCode] ?? -1;
      if (code >= 0) column[row] = code;
      else {
        column[row] = this.#learn(textCode, texts);
        codes = this.#codes;
      }
    }
  }

  #turnTo(texts: readonly string[]): void {
    this.#texts = texts;
    this.#codes = this.#codesOf.get(texts) ?? new Int32Array(256).fill(-1);
    this.#codesOf.set(texts, this.#codes);
  }

  #learn(textCode: number, texts: readonly string[]): number {
    if (textCode >= this.#codes.length) {
      const grown = new Int32Array(2 * textCode).fill(-1);
      grown.set(this.#codes);
      this.#codes = grown;
      this.#codesOf.set(texts, grown);
    }
    return (this.#codes[textCode] = this.#codeOf(texts[textCode] ?? ''));
  }
}
