import type { Facts } from '../derive/facts.ts';
import { formatDuration, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('idle-executors', {
  idleShare: { usual: 0.5, unit: 'share', reason: 'DataFlint and SparkForensics ask from half of the slot-time on.' },
  leastRunMs: { usual: 10 * 60_000, unit: 'ms', reason: 'Shorter runs are start-up for the most part.' },
});

/** Slots that stood idle for most of the run: paid for, and not used. */
export const idleExecutors: Detector = {
  id: 'idle-executors',
  title: 'Idle executors',
  limits,
  detect(facts) {
    const { idleShare, leastRunMs } = facts.limitsOf(limits);
    const { durationMs } = facts.model.application;
    const offeredMs = facts.coreTime.reduce((sum, entry) => sum + entry.ms, 0);
    const idle = facts.coreTime.filter((entry) => entry.label.startsWith('idle:'));
    const idleMs = idle.reduce((sum, entry) => sum + entry.ms, 0);
    if (durationMs < leastRunMs || offeredMs === 0 || idleMs < idleShare * offeredMs) return [];
    return [toFinding(facts, idle, idleMs, offeredMs)];
  },
};

function toFinding(facts: Facts, idle: Facts['coreTime'], idleMs: number, offeredMs: number): Finding {
  const { durationMs } = facts.model.application;
  const reasons = [...idle].sort((a, b) => b.ms - a.ms).slice(0, 3);
  const dynamic = facts.model.environment.spark.get('spark.dynamicAllocation.enabled') === 'true';
  return {
    id: 'idle-executors',
    kind: 'idle-executors',
    // No time of the run would come back: it is money, not time.
    severity: 'info',
    title: `Slots stood idle for ${formatShare(idleMs / offeredMs)} of the slot-time that executors offered`,
    cause: {
      class: 'idle-slots',
      confidence: 'certain',
      because: `most of it in time under the label ${reasons[0]?.label.slice('idle:'.length) ?? 'none'}`,
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: 0, endMs: durationMs }],
    cost: { wallClockMs: 0, coreMs: idleMs, basis: 'interval' },
    evidence: [
      {
        name: 'idle share',
        value: Number((idleMs / offeredMs).toFixed(3)),
        unit: 'ratio',
        limit: facts.limitsOf(limits).idleShare,
      },
      { name: 'slots on average', value: Number(facts.meanSlots.toFixed(1)), unit: 'slots' },
      ...reasons.map((entry) => ({ name: entry.label, value: entry.ms, unit: 'ms' })),
    ],
    advice: [
      dynamic
        ? {
            text: 'Let idle executors go sooner.',
            setting: 'spark.dynamicAllocation.executorIdleTimeout',
            value: '30s',
          }
        : {
            text: 'Let the number of executors follow the work.',
            setting: 'spark.dynamicAllocation.enabled',
            value: 'true',
          },
      { text: `It helped when less than half of the slot-time is idle; now ${formatDuration(idleMs)} are.` },
    ],
  };
}
