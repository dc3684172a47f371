import { Aliases } from './aliases.ts';

const address = /\b(?!(?:https?|jdbc):)[a-z][a-z0-9+.-]*:\/\/[^\s'"`,;()[\]{}<>]+/gi;
const absolutePath = /(?<![\w/.:-])(?:[A-Z]:)?[/\\](?:[\w.@=%+ -]*[\w.@=%+-][/\\])+[\w.@=%+*-]*/g;

/** Replaces paths and storage addresses by aliases. */
export class PathHider {
  readonly #aliases = new Aliases('path');

  hide(text: string): string {
    return text
      .replace(address, (path) => this.#aliases.of(path))
      .replace(absolutePath, (path) => this.#aliases.of(path));
  }

  /** For a text that is a path as a whole, absolute or not: only its last component stays. */
  hideWhole(path: string): string {
    const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return slash <= 0 ? path : `${this.#aliases.of(path.slice(0, slash))}/${path.slice(slash + 1)}`;
  }
}
