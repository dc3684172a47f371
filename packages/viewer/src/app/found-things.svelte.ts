import type { Selection } from '../state/selection.ts';

/** What the last search found, best first; the overview shows where. */
export class FoundThings {
  list = $state.raw<readonly Selection[]>([]);
  #at = 0;

  /** @param at the one that was gone to */
  show(list: readonly Selection[], at = 0): void {
    this.list = list;
    this.#at = at;
  }

  /** The next or the previous of them, round and round. */
  step(step: number): Selection | undefined {
    const { length } = this.list;
    if (length === 0) return undefined;
    this.#at = (this.#at + step + length) % length;
    return this.list[this.#at];
  }
}
