import { replayMs } from './replay.ts';

/** How long stages would take on so many slots, by list scheduling; replayed once, however many incidents ask. */
export class StageReplays {
  readonly #durationsOf: (stageAttempt: number) => Float64Array;
  readonly #knownMs = new Map<number, Map<number, number>>();

  /** @param durationsOf the durations in milliseconds of the tasks to replay, in launch order, by index of the stage attempt */
  constructor(durationsOf: (stageAttempt: number) => Float64Array) {
    this.#durationsOf = durationsOf;
  }

  ms(stageAttempt: number, slots: number): number {
    const bySlots = this.#knownMs.get(stageAttempt) ?? new Map<number, number>();
    this.#knownMs.set(stageAttempt, bySlots);
    const knownMs = bySlots.get(slots) ?? replayMs(this.#durationsOf(stageAttempt), slots);
    bySlots.set(slots, knownMs);
    return knownMs;
  }
}
