import type { Facts } from '../../derive/facts.ts';

/** Time in which queries crowded before the driver, where the delays prove that they did. */
export function crowdedTimeOf({ overloadedIntervals }: Facts): number {
  return overloadedIntervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Whether that is worth a finding. Then gaps within it are its symptoms, and not faults beside it. */
export function wasDriverOverloaded(facts: Facts): boolean {
  return crowdedTimeOf(facts) >= facts.noticeableMs;
}
