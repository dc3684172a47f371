import type { RunIndex } from '@cinderlog/core';
import { placeLanes } from '../timeline/lane-layout.ts';

/** Which lanes are on the screen, and how: folded, pinned to the top, how many executors. */
export class ShownLanes {
  /** Lanes whose folding was changed by hand, by key. */
  #folded = $state.raw<ReadonlyMap<string, boolean>>(new Map());
  #allExecutors = $state.raw(false);
  /** Lanes that stand above all others as well, by key, in the order in which they were pinned. */
  pinned = $state.raw<readonly string[]>([]);
  readonly #index: () => RunIndex;
  readonly layout = $derived.by(() =>
    placeLanes(this.#index().lanes, { changed: this.#folded, allExecutors: this.#allExecutors, pinned: this.pinned }),
  );

  /** @param index the run as it is at the moment */
  constructor(index: () => RunIndex) {
    this.#index = index;
  }

  toggleFold(key: string): void {
    const folding = this.layout.placed.find((lane) => lane.key === key)?.folding;
    if (folding !== undefined) this.#folded = new Map([...this.#folded, [key, folding !== 'folded']]);
  }

  /** Folds or unfolds every lane that can; the list of executors stays open. */
  foldAll(folded: boolean): void {
    const changed = new Map(this.#folded);
    for (const { key, folding } of this.layout.placed)
      if (folding !== undefined && key !== 'tasks') changed.set(key, folded);
    this.#folded = changed;
  }

  showAllExecutors(): void {
    this.#allExecutors = true;
  }

  togglePin(key: string): void {
    this.pinned = this.pinned.includes(key) ? this.pinned.filter((other) => other !== key) : [...this.pinned, key];
  }
}
