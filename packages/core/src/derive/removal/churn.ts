import type { Executor } from '../../model/application-model.ts';
import { firstAbove } from '../../util/binary-search.ts';
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

/** When executors came, in order. Cost: n log n in their number. */
export function arrivalsOf(executors: readonly Executor[]): Float64Array {
  return Float64Array.from(executors, (executor) => executor.addedMs).sort();
}

/**
 * Cost: linear in the losses of the incident and in the arrivals during it.
 *
 * @param arrivalsMs of all executors of the run, from {@link arrivalsOf}
 */
export function measureChurn(arrivalsMs: Float64Array, { losses, startMs }: Incident): Churn {
  let next = firstAbove(arrivalsMs, startMs);
  let soonReplaced = 0;
  let shortLives = 0;
  for (const { executor, removedMs } of losses) {
    if (removedMs - executor.addedMs < shortLifeMs) shortLives++;
    while (next < arrivalsMs.length && (arrivalsMs[next] ?? 0) <= removedMs) next++;
    if ((arrivalsMs[next] ?? Number.POSITIVE_INFINITY) <= removedMs + soonMs) {
      soonReplaced++;
      // Each comer replaces one.
      next++;
    }
  }
  const isChurn =
    shortLives >= leastShortLives &&
    soonReplaced >= leastShortLives &&
    shortLives > leastShare * Math.max(1, arrivalsMs.length);
  return { shortLives, soonReplaced, isChurn };
}
