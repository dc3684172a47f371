/** Hands out `host-1`, `host-2`, … in order of first appearance: the same name gets the same alias in a whole report. */
export class Aliases {
  readonly #prefix: string;
  readonly #byName = new Map<string, string>();
  #count = 0;
  #known: RegExp | undefined;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(name: string): string {
    let alias = this.#byName.get(name);
    if (alias === undefined) {
      this.#count++;
      alias = `${this.#prefix}-${this.#count}`;
      this.#byName.set(name, alias);
      this.#known = undefined;
    }
    return alias;
  }

  /** Another name for the same thing: the short form of a host. */
  alsoKnownAs(name: string, otherName: string): void {
    if (this.#byName.has(otherName)) return;
    this.#byName.set(otherName, this.of(name));
    this.#known = undefined;
  }

  /** Replaces every name known so far, where it stands as a word of its own. */
  replaceKnown(text: string): string {
    if (this.#byName.size === 0) return text;
    this.#known ??= anyOf([...this.#byName.keys()]);
    return text.replace(this.#known, (name) => this.#byName.get(name) ?? name);
  }
}

/** Longest first, so that `node-10` is not read as `node-1` and a zero. */
function anyOf(names: readonly string[]): RegExp {
  const escaped = names
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'));
  return new RegExp(`(?<![\\w-]|\\w\\.)(?:${escaped.join('|')})(?![\\w-]|\\.\\w)`, 'g');
}
