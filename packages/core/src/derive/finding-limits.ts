import { declareLimits, type ValuesOf } from '../util/limits.ts';

/** What every kind of finding that is priced by stages or jobs must have cost. Kept under a name that no kind has. */
export const noticeableLimits = declareLimits('every-kind', {
  leastCostMs: { usual: 2_000, unit: 'ms', reason: 'What scheduling and commits of an ordinary query vary by.' },
  leastCostShare: {
    usual: 0.01,
    unit: 'share',
    reason: "Below a hundredth of the run it is not worth an engineer's day.",
  },
});

/** From which length on a stretch without a running task is a gap. */
export const gapLimits = declareLimits('execution-gap', {
  sufficientLengthMs: {
    usual: 60_000,
    unit: 'ms',
    reason: 'A minute is a gap in any run: the Databricks guide has it.',
  },
  sufficientShare: { usual: 0.02, unit: 'share', reason: 'Of the run: so that short runs have gaps too.' },
  leastLengthMs: { usual: 5_000, unit: 'ms', reason: 'Commit and planning of ordinary queries lie below it.' },
});

export function gapLimitMs(runMs: number, limits: ValuesOf<typeof gapLimits>): number {
  return Math.max(limits.leastLengthMs, Math.min(limits.sufficientLengthMs, limits.sufficientShare * runMs));
}
