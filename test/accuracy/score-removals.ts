import type { Run } from './scenarios.ts';

/** A true class beside the reported one; `-` stands where there was no removal to find, or none was found. */
export interface Classified {
  readonly run: string;
  readonly truth: string;
  readonly reported: string;
  readonly correct: boolean;
  /** Said to be certain, and not the true class: also wrong where the log cannot tell better. */
  readonly certainButWrong: boolean;
}

export const none = '-';

/** Compares each executor that the lab took away with the one that the result says was removed, by its id. */
export function scoreRemovals(run: Run): Classified[] {
  const removed = new Map(
    run.result.executors.flatMap((executor) =>
      executor.removal === undefined || executor.removal.class === 'shutdown'
        ? []
        : [[executor.id, executor.removal] as const],
    ),
  );
  const expected = run.truth.expected.removedExecutors.map((truth): Classified => {
    const found = removed.get(truth.executorId);
    removed.delete(truth.executorId);
    return {
      run: run.name,
      truth: truth.class,
      reported: found?.class ?? none,
      correct: found !== undefined && [truth.class, ...truth.alsoAcceptable].includes(found.class),
      certainButWrong: found?.confidence === 'certain' && found.class !== truth.class,
    };
  });
  const invented = [...removed.values()].map((found) => ({
    run: run.name,
    truth: none,
    reported: found.class,
    correct: false,
    certainButWrong: found.confidence === 'certain',
  }));
  return [...expected, ...invented];
}
