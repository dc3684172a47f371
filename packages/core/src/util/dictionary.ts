/** Codes for strings that repeat: a column keeps the code, the dictionary keeps each text once, in order of appearance. */
export class Dictionary {
  readonly values: string[] = [];
  #codes = new Map<string, number>();

  codeOf(value: string): number {
    let code = this.#codes.get(value);
    if (code === undefined) {
      code = this.values.length;
      this.values.push(value);
      this.#codes.set(value, code);
    }
    return code;
  }

  has(value: string): boolean {
    return this.#codes.has(value);
  }

  /** The text of a code; empty for a code that was never given out. */
  valueOf(code: number): string {
    return this.values[code] ?? '';
  }
}
