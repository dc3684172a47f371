import type { Facts } from '../../derive/facts.ts';
import { measureCrowd, type StreamCrowd } from '../../derive/streams/crowd.ts';
import { declareLimits } from '../../util/limits.ts';
import { idleSlotRatio } from './idle-slots.ts';

export const crowdLimits = declareLimits('stream-crowd', {
  leastQueries: { usual: 8, unit: 'count', reason: 'A handful of queries is what a driver is made for.' },
  openPerCore: {
    usual: 2,
    unit: 'ratio',
    reason: 'Planning keeps a core of the driver busy; a few batches more than cores share it without harm.',
  },
  leastOpen: {
    usual: 4,
    unit: 'ratio',
    reason: 'Batches open at once on average; fewer are no crowd, whatever the cores.',
  },
  leastIdleShare: {
    usual: 0.5,
    unit: 'share',
    reason: 'Slots that stand idle while batches are late: it is not the cluster that is too small.',
  },
  leastDriverShare: {
    usual: 0.5,
    unit: 'share',
    reason: 'Nor is it when most of what batches take passes without any task of theirs.',
  },
  leastLateShare: { usual: 0.3, unit: 'share', reason: 'Late batches are the harm.' },
  leastCorrelation: {
    usual: 0.5,
    unit: 'score',
    reason: 'Without known triggers the rank correlation of length and crowd has to speak.',
  },
});

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
  const limits = facts.limitsOf(crowdLimits);
  const crowd = measureCrowd(facts.model, facts.streams, (startMs, endMs) => idleSlotRatio(facts, startMs, endMs));
  if (crowd === undefined || crowd.queries < limits.leastQueries) return undefined;
  const isCrowded = crowd.meanOpen >= leastOpenOf(facts);
  const isHarmed = (crowd.lateRatio ?? 0) >= limits.leastLateShare || crowd.correlation >= limits.leastCorrelation;
  const isDriver = crowd.idleRatio >= limits.leastIdleShare || crowd.driverRatio >= limits.leastDriverShare;
  return isCrowded && isHarmed && isDriver ? crowd : undefined;
}

export function leastOpenOf(facts: Facts): number {
  const { leastOpen, openPerCore } = facts.limitsOf(crowdLimits);
  const set = Number(facts.model.environment.spark.get('spark.driver.cores') ?? 1);
  const cores = Number.isFinite(set) && set > 0 ? set : 1;
  return Math.max(leastOpen, openPerCore * cores);
}
