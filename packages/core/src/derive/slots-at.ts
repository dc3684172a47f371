import type { ApplicationModel } from '../model/application-model.ts';

/** Slots of the executors alive at a moment. */
export function slotsAt(model: ApplicationModel, timeMs: number): number {
  return model.executors.reduce(
    (sum, executor) =>
      executor.addedMs <= timeMs && timeMs < (executor.removedMs ?? Number.POSITIVE_INFINITY)
        ? sum + executor.slots
        : sum,
    0,
  );
}
