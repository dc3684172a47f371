import type { Result } from '../schema.ts';
import { HostHider } from './hosts.ts';
import { hideLiterals } from './literals.ts';
import { PathHider } from './paths.ts';
import { PeopleHider } from './people.ts';
import { hiddenSecret, hideSecrets, isSecret } from '../../util/secrets.ts';

/** What can be hidden, in the order in which it is. */
export const redactionKinds = ['secrets', 'people', 'hosts', 'paths', 'literals'] as const;
export type RedactionKind = (typeof redactionKinds)[number];

/** Words of the schema: no text of a log stands under these keys. */
const ownWords = new Set([
  'label',
  'kind',
  'severity',
  'confidence',
  'basis',
  'status',
  'type',
  'unit',
  'detector',
  'level',
]);
/** Texts of which it is remembered what is left when their secrets are hidden. */
const mostKnownTexts = 20_000;
/** The whole text is a path, as it was given or found. */
const pathKeys = new Set(['file', 'log']);

/**
 * Hides what should not leave the house. One redactor for all results of a report gives one name the same alias
 * everywhere.
 */
export class Redactor {
  readonly #kinds: ReadonlySet<RedactionKind>;
  readonly #hosts = new HostHider();
  readonly #people = new PeopleHider();
  readonly #paths = new PathHider();
  readonly #hidden = new Map<string, string>();

  constructor(kinds: Iterable<RedactionKind>) {
    this.#kinds = new Set(kinds);
  }

  /** The same document with every text in it made fit to be shared. */
  redactResult(result: Result): Result {
    if (this.#kinds.size === 0) return result;
    this.#hosts.learn(result);
    this.#people.learn(result);
    return this.#redactValue(result, '') as Result;
  }

  /** Any parsed JSON, such as an event of a log. */
  redactJson(value: unknown): unknown {
    return this.#kinds.size === 0 ? value : this.#redactValue(value, '');
  }

  redactText(text: string): string {
    let hidden = text;
    if (this.#kinds.has('secrets')) hidden = this.#hideSecrets(hidden);
    if (this.#kinds.has('people')) hidden = this.#people.hide(hidden);
    if (this.#kinds.has('hosts')) hidden = this.#hosts.hide(hidden);
    if (this.#kinds.has('paths')) hidden = this.#paths.hide(hidden);
    if (this.#kinds.has('literals')) hidden = hideLiterals(hidden);
    return hidden;
  }

  /** Jobs, stages and queries repeat one text over and over. */
  #hideSecrets(text: string): string {
    const known = this.#hidden.get(text);
    if (known !== undefined) return known;
    const hidden = hideSecrets(text);
    if (this.#hidden.size < mostKnownTexts) this.#hidden.set(text, hidden);
    return hidden;
  }

  #redactValue(value: unknown, key: string): unknown {
    if (typeof value === 'string') return this.#redactString(value, key);
    if (Array.isArray(value)) return value.map((item) => this.#redactValue(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [this.#redactKey(name), this.#redactValue(child, name)]),
    );
  }

  /** Names of properties may hold a host or an account; a single word is a name of the schema. */
  #redactKey(name: string): string {
    return /^\w+$/.test(name) ? name : this.redactText(name);
  }

  #redactString(text: string, key: string): string {
    if (ownWords.has(key)) return text;
    if (this.#kinds.has('secrets') && isSecret(key, text)) return hiddenSecret;
    if (this.#kinds.has('people')) this.#people.learnFrom(key, text);
    if (this.#kinds.has('hosts')) this.#hosts.learnFrom(key, text);
    const redacted = this.redactText(text);
    return pathKeys.has(key) && this.#kinds.has('paths') ? this.#paths.hideWhole(redacted) : redacted;
  }
}
