import type { Facts } from '../derive/facts.ts';
import { habitOfLateness, type StreamFacts } from '../derive/streams/stream-facts.ts';
import type { StreamingBatch } from '../model/application-model.ts';
import { formatDuration, formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { crowdOf } from './shared/crowd-of.ts';
import {
  backlogEvidence,
  crowdSymptom,
  lateBatches,
  phaseAdvice,
  phaseEvidence,
  streamName,
} from './shared/about-stream.ts';
import type { Detector, Finding } from './types.ts';
import { mostOf } from '../util/extremes.ts';

const limits = declareLimits('stream-late', {
  leastLateBatches: {
    usual: habitOfLateness.batches,
    unit: 'count',
    reason: 'The first batches of a query warm caches and code up; late ones beyond them are a habit.',
  },
  leastLateShare: {
    usual: habitOfLateness.share,
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
  const keptSince = keptUpSince(facts, stream, late);
  const longest = mostOf(late, ({ startMs, endMs }) => endMs - startMs);
  const isSymptom = crowdOf(facts) !== undefined;
  // By how much results came later than the trigger promised, over all late batches.
  const lateMs = late.reduce((sum, { startMs, endMs }) => sum + endMs - startMs - triggerMs, 0);
  const wallClockMs = isSymptom ? 0 : lateMs;
  return {
    id: `stream-late:${stream.run.runId}`,
    kind: 'stream-late',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${late.length} of ${stream.batches.length} batches of streaming query ${streamName(stream.run)} took longer than its trigger of ${formatDuration(triggerMs)}${keptSince === undefined ? '' : `; from ${formatDuration(keptSince)} into the run on it kept to it`}`,
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
      { name: 'longer than it by, over all late batches', value: lateMs, unit: 'ms' },
      { name: 'median batch', value: stream.medianMs ?? 0, unit: 'ms', limit: triggerMs },
      ...(keptSince === undefined
        ? []
        : [{ name: 'batches in time since then', value: batchesAfter(stream, late).length, unit: 'batches' }]),
      ...phaseEvidence(late),
      ...backlogEvidence(stream.backlogs),
    ],
    advice: isSymptom
      ? [crowdSymptom]
      : [phaseAdvice(late), { text: 'It helped when batches end before their trigger and the next one waits.' }],
  };
}

/** When the first of the batches began that were all in time until the end; absent when the end is late, or too near. */
function keptUpSince(facts: Facts, stream: StreamFacts, late: readonly StreamingBatch[]): number | undefined {
  const after = batchesAfter(stream, late);
  return after.length < facts.limitsOf(limits).leastLateBatches ? undefined : after[0]?.startMs;
}

function batchesAfter({ batches }: StreamFacts, late: readonly StreamingBatch[]): readonly StreamingBatch[] {
  const lastLateMs = late.at(-1)?.startMs ?? 0;
  return batches.filter(({ startMs }) => startMs > lastLateMs);
}
