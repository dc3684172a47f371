import type { Facts } from '../derive/facts.ts';
import type { StreamFacts } from '../derive/streams/stream-facts.ts';
import { formatDuration, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { backlogEvidence, lateBatches, phaseAdvice, phaseEvidence, streamName } from './shared/about-stream.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('stream-late', {
  leastLateBatches: {
    usual: 3,
    unit: 'count',
    reason: 'The first batches of a query warm caches and code up; late ones beyond them are a habit.',
  },
  leastLateShare: {
    usual: 0.1,
    unit: 'share',
    reason: 'Fewer late batches than one in ten are worked off by the next ones.',
  },
});

/** Streaming queries whose batches take longer than their trigger, so that results come late, whether or not the backlog grows. */
export const streamLate: Detector = {
  id: 'stream-late',
  title: 'Batches longer than their trigger',
  limits,
  detect(facts) {
    const { leastLateBatches, leastLateShare } = facts.limitsOf(limits);
    return facts.streams.flatMap((stream) => {
      const late = lateBatches(stream);
      const isHabit = late.length >= leastLateBatches && (stream.lateRatio ?? 0) >= leastLateShare;
      return isHabit && stream.triggerMs !== undefined ? [toFinding(facts, stream, stream.triggerMs)] : [];
    });
  },
};

function toFinding(facts: Facts, stream: StreamFacts, triggerMs: number): Finding {
  const late = lateBatches(stream);
  const longest = Math.max(...late.map(({ startMs, endMs }) => endMs - startMs));
  // By how much results came later than the trigger promised, over all late batches.
  const wallClockMs = late.reduce((sum, { startMs, endMs }) => sum + endMs - startMs - triggerMs, 0);
  return {
    id: `stream-late:${stream.run.runId}`,
    kind: 'stream-late',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${late.length} of ${stream.batches.length} batches of streaming query ${streamName(stream.run)} took longer than its trigger of ${formatDuration(triggerMs)}`,
    cause: {
      class: 'batch-longer-than-trigger',
      confidence: 'certain',
      because: `${formatShare(stream.lateRatio ?? 0)} of its batches with rows ended after the next was due, the longest after ${formatDuration(longest)}`,
      ruledOut: [],
    },
    subjects: [],
    ranges: late.map(({ startMs, endMs }) => ({ startMs, endMs })).slice(0, 100),
    cost: { wallClockMs, coreMs: 0, basis: 'interval' },
    evidence: [
      { name: 'trigger, read off the starts of batches that waited for it', value: triggerMs, unit: 'ms' },
      { name: 'median batch', value: stream.medianMs ?? 0, unit: 'ms', limit: triggerMs },
      ...phaseEvidence(late),
      ...backlogEvidence(stream.backlogs),
    ],
    advice: [phaseAdvice(late), { text: 'It helped when batches end before their trigger and the next one waits.' }],
  };
}
