/** Distinct texts remembered; a log with more of them than that repeats few. */
const mostTexts = 20_000;

/** Makes one text of equal ones: stages of a stream, or of a loop, carry the same names and stack traces over and over. */
export class TextPool {
  readonly #known = new Map<string, string>();

  shared(text: string | undefined): string | undefined {
    if (text === undefined) return text;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size < mostTexts) this.#known.set(text, text);
    return text;
  }
}
