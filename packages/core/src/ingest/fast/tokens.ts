/** A scalar or list inside a line of JSON: where it stands, and where it is kept in the parsed line. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly kind: 'number' | 'text' | 'flag' | 'null' | 'list';
  readonly holder: Record<string, unknown>;
  readonly key: string;
  readonly depth: number;
}

/** Printable ASCII without a backslash: bytes, characters and meaning are the same. */
const simpleLine = /^[ -[\]-~\r\t]*$/;

/**
 * The scalars of a line in the order of the text, for lines whose text maps to values without doubt; nothing for others
 * (escapes, other than ASCII, a key twice in one object). `event` is the parsed line.
 */
export function tokenize(text: string, event: unknown): Token[] | undefined {
  if (!simpleLine.test(text)) return undefined;
  const walker = new Walker(text);
  return walker.walkObject(event as Record<string, unknown>, 0) ? walker.tokens : undefined;
}

class Walker {
  readonly tokens: Token[] = [];
  #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  walkObject(value: Record<string, unknown>, depth: number): boolean {
    const seen = new Set<string>();
    this.#skipSpace();
    do {
      this.#at++;
      this.#skipSpace();
      if (this.#text[this.#at] === '}') break;
      const keyStart = this.#at;
      this.#skipString();
      const key = this.#text.slice(keyStart + 1, this.#at - 1);
      if (seen.has(key) || key === '__proto__') return false;
      seen.add(key);
      this.#skipSpace();
      this.#at++;
      this.#skipSpace();
      if (!this.#walkValue(value, key, depth)) return false;
      this.#skipSpace();
    } while (this.#text[this.#at] === ',');
    this.#at++;
    return true;
  }

  #walkValue(holder: Record<string, unknown>, key: string, depth: number): boolean {
    const value = holder[key];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return this.walkObject(value as Record<string, unknown>, depth + 1);
    }
    const start = this.#at;
    if (Array.isArray(value)) this.#skipArray();
    else if (typeof value === 'string') this.#skipString();
    else while (/[\w.+-]/.test(this.#text[this.#at] ?? '')) this.#at++;
    this.tokens.push({ start, end: this.#at, kind: kindOf(value), holder, key, depth });
    return true;
  }

  #skipString(): void {
    this.#at = this.#text.indexOf('"', this.#at + 1) + 1;
  }

  #skipArray(): void {
    let depth = 0;
    do {
      const character = this.#text[this.#at];
      if (character === '"') this.#skipString();
      else {
        if (character === '[') depth++;
        else if (character === ']') depth--;
        this.#at++;
      }
    } while (depth > 0);
  }

  #skipSpace(): void {
    while (/[ \t\r]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}

function kindOf(value: unknown): Token['kind'] {
  if (Array.isArray(value)) return 'list';
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'text';
    case 'boolean':
      return 'flag';
    default:
      return 'null';
  }
}
