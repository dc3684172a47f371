import type { Facts } from '../../derive/facts.ts';
import { measureCrowd, type StreamCrowd } from '../../derive/streams/crowd.ts';
import { idleSlotRatio } from './idle-slots.ts';

export const crowdLimits = {
  /** A handful of queries is what a driver is made for. */
  leastQueries: 8,
  /** Planning keeps a core of the driver busy; a few batches more than cores share it without harm. */
  openPerCore: 2,
  leastOpen: 4,
  /** Slots that stand idle while batches are late: it is not the cluster that is too small. */
  leastIdleRatio: 0.5,
  /** Nor is it when most of what batches take passes without any task of theirs. */
  leastDriverRatio: 0.5,
  /** Late batches are the harm; without known triggers the relation of length and crowd has to speak. */
  leastLateRatio: 0.3,
  leastCorrelation: 0.5,
} as const;

const crowds = new WeakMap<Facts, StreamCrowd | 'none'>();

/**
 * The crowd of streaming queries that its driver cannot serve; nothing when there is none. Then late batches and growing backlogs
 * are its symptoms, and not faults of each query.
 */
export function crowdOf(facts: Facts): StreamCrowd | undefined {
  let crowd = crowds.get(facts);
  if (crowd === undefined) crowds.set(facts, (crowd = findCrowd(facts) ?? 'none'));
  return crowd === 'none' ? undefined : crowd;
}

function findCrowd(facts: Facts): StreamCrowd | undefined {
  const limits = crowdLimits;
  const crowd = measureCrowd(facts.model, facts.streams, (startMs, endMs) => idleSlotRatio(facts, startMs, endMs));
  if (crowd === undefined || crowd.queries < limits.leastQueries) return undefined;
  const isCrowded = crowd.meanOpen >= leastOpenOf(facts);
  const isHarmed = (crowd.lateRatio ?? 0) >= limits.leastLateRatio || crowd.correlation >= limits.leastCorrelation;
  const isDriver = crowd.idleRatio >= limits.leastIdleRatio || crowd.driverRatio >= limits.leastDriverRatio;
  return isCrowded && isHarmed && isDriver ? crowd : undefined;
}

export function leastOpenOf({ model }: Facts): number {
  const set = Number(model.environment.spark.get('spark.driver.cores') ?? 1);
  const cores = Number.isFinite(set) && set > 0 ? set : 1;
  return Math.max(crowdLimits.leastOpen, crowdLimits.openPerCore * cores);
}
