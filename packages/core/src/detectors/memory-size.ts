import type { Facts } from '../derive/facts.ts';
import { formatBytes, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { formatMemorySetting, parseMemorySetting } from '../util/memory-settings.ts';
import type { Detector, Finding } from './types.ts';
import { mostOf } from '../util/extremes.ts';

const limits = declareLimits('memory-size', {
  wastedShare: {
    usual: 0.4,
    unit: 'share',
    reason:
      'Below this share of the heap at its peak a good part was never touched (sparkplain: 40 %, DataFlint: 70 %).',
  },
  tightShare: {
    usual: 0.95,
    unit: 'share',
    reason: 'Above it a little more data ends in an OutOfMemoryError (DataFlint: 95 %, sparkplain: 90 %).',
  },
  tightGcShare: {
    usual: 0.1,
    unit: 'share',
    reason: 'A heap that is emptied late shows a high peak by itself, so a tight one has to collect as well.',
  },
  leastTasks: { usual: 20, unit: 'count', reason: 'Few samples say little: tasks of some seconds have none.' },
  leastRunMs: { usual: 10 * 60_000, unit: 'ms', reason: 'So do short runs.' },
});
/** Room for what sampling at heartbeats does not see. */
const spareFactor = 1.3;

/** Executors with far more heap than their tasks ever used, or hardly enough. */
export const memorySize: Detector = {
  id: 'memory-size',
  title: 'Executor memory far too large or too small',
  limits,
  detect(facts) {
    const { wastedShare, tightShare, tightGcShare, leastTasks, leastRunMs } = facts.limitsOf(limits);
    if (facts.model.application.durationMs < leastRunMs) return [];
    const heapBytes = parseMemorySetting(facts.model.environment.spark.get('spark.executor.memory'));
    const peaks = [...facts.executorWork].filter(([id, work]) => id !== 'driver' && work.peakHeapBytes > 0);
    const tasks = peaks.reduce((sum, [, work]) => sum + work.tasks, 0);
    if (heapBytes === undefined || tasks < leastTasks) return [];
    const peakBytes = mostOf(peaks, ([, work]) => work.peakHeapBytes);
    const ratio = peakBytes / heapBytes;
    const gc = facts.coreTime.find((entry) => entry.label === 'gc')?.ms ?? 0;
    const busy = facts.wallClock.busySlotMs;
    if (ratio < wastedShare) return [toFinding(facts, 'too-large', heapBytes, peakBytes, gc / Math.max(1, busy))];
    if (ratio > tightShare && gc >= tightGcShare * busy) {
      return [toFinding(facts, 'too-small', heapBytes, peakBytes, gc / Math.max(1, busy))];
    }
    return [];
  },
};

function toFinding(
  facts: Facts,
  size: 'too-large' | 'too-small',
  heapBytes: number,
  peakBytes: number,
  gcRatio: number,
): Finding {
  const large = size === 'too-large';
  const { wastedShare, tightShare, tightGcShare } = facts.limitsOf(limits);
  return {
    id: 'memory-size',
    kind: 'memory-size',
    severity: large ? 'info' : 'warning',
    title: large
      ? `Executors have ${formatBytes(heapBytes)} of heap and never used more than ${formatBytes(peakBytes)}`
      : `Executors filled their ${formatBytes(heapBytes)} of heap and spent ${formatShare(gcRatio)} of task time collecting`,
    cause: {
      class: size,
      confidence: large ? 'probable' : 'possible',
      because: large
        ? 'no sample of any executor came near its size'
        : 'the peak lies at its size, and collections took much',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: 0, endMs: facts.model.application.durationMs }],
    cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
    evidence: [
      { name: 'spark.executor.memory', value: heapBytes, unit: 'bytes' },
      {
        name: 'highest peak of any executor',
        value: peakBytes,
        unit: 'bytes',
        limit: (large ? wastedShare : tightShare) * heapBytes,
      },
      {
        name: 'collections, share of task time',
        value: Number(gcRatio.toFixed(3)),
        unit: 'ratio',
        limit: tightGcShare,
      },
    ],
    advice: [
      {
        text: large ? 'Ask for less: the peak and 30 % to spare.' : 'Ask for more: half as much again.',
        setting: 'spark.executor.memory',
        value: formatMemorySetting(large ? spareFactor * peakBytes : 1.5 * heapBytes),
      },
    ],
  };
}
