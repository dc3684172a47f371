import type { ApplicationModel } from '../model/application-model.ts';
import { firstAbove } from '../util/binary-search.ts';

/** How many slots live executors offered, as steps over the run; answers in the logarithm of the number of executors. */
export class SlotSteps {
  readonly #timesMs: number[] = [];
  readonly #slots: number[] = [];

  constructor(model: ApplicationModel) {
    const changes = model.executors.flatMap((executor) => [
      { timeMs: executor.addedMs, change: executor.slots },
      ...(executor.removedMs === undefined ? [] : [{ timeMs: executor.removedMs, change: -executor.slots }]),
    ]);
    changes.sort((a, b) => a.timeMs - b.timeMs);
    let slots = 0;
    for (const { timeMs, change } of changes) {
      slots += change;
      if (this.#timesMs.at(-1) !== timeMs) {
        this.#timesMs.push(timeMs);
        this.#slots.push(slots);
      } else this.#slots[this.#slots.length - 1] = slots;
    }
  }

  at(timeMs: number): number {
    return this.#slots[this.#indexAt(timeMs)] ?? 0;
  }

  /** The first moment from `timeMs` on with at least so many slots; nothing when they never came. */
  firstWith(slots: number, timeMs: number): number | undefined {
    if (this.at(timeMs) >= slots) return timeMs;
    for (let index = this.#indexAt(timeMs) + 1; index < this.#slots.length; index++) {
      if ((this.#slots[index] ?? 0) >= slots) return this.#timesMs[index];
    }
    return undefined;
  }

  /** Index of the last step up to a moment; -1 before the first. */
  #indexAt(timeMs: number): number {
    return firstAbove(this.#timesMs, timeMs) - 1;
  }
}
