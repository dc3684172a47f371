import type { Executor } from '../../model/application-model.ts';
import type { Incident } from './incidents.ts';

/** How restless scaling was. */
export interface Churn {
  /** Removed executors that had lived for less than `shortLifeMs`. */
  readonly shortLives: number;
  /** Executors that came within `soonMs` of a removal: their predecessor could have stayed. */
  readonly soonReplaced: number;
  /** Enough of both to call it churn. */
  readonly isChurn: boolean;
}

/** A start takes half a minute to a minute, and warm-up as long: an executor of two minutes hardly earns it. */
export const shortLifeMs = 120_000;
const soonMs = 120_000;
/** Fewer are the ends of ordinary bursts. */
const leastShortLives = 5;
const leastShare = 0.3;

/** Cost: n log n in the number of executors. */
export function measureChurn(executors: readonly Executor[], incident: Incident): Churn {
  const addedMs = Float64Array.from(executors, (executor) => executor.addedMs).sort();
  let next = 0;
  let soonReplaced = 0;
  let shortLives = 0;
  for (const { executor, removedMs } of incident.losses) {
    if (removedMs - executor.addedMs < shortLifeMs) shortLives++;
    while (next < addedMs.length && (addedMs[next] ?? 0) <= removedMs) next++;
    if ((addedMs[next] ?? Number.POSITIVE_INFINITY) <= removedMs + soonMs) {
      soonReplaced++;
      // Each comer replaces one.
      next++;
    }
  }
  const isChurn =
    shortLives >= leastShortLives &&
    soonReplaced >= leastShortLives &&
    shortLives > leastShare * Math.max(1, executors.length);
  return { shortLives, soonReplaced, isChurn };
}
