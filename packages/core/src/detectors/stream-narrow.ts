import type { Facts } from '../derive/facts.ts';
import { slotsAt } from '../derive/slots-at.ts';
import type { StreamFacts } from '../derive/streams/stream-facts.ts';
import { declareLimits } from '../util/limits.ts';
import { lateBatches, streamName } from './shared/about-stream.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('stream-narrow', {
  leastLateBatches: { usual: 3, unit: 'count', reason: 'Batches that end in time have no use for more tasks.' },
});

/** Late streaming queries whose state has fewer partitions than the cluster has slots: more machines would not help them. */
export const streamNarrow: Detector = {
  id: 'stream-narrow',
  title: 'Streams that cannot use the cluster',
  limits,
  detect(facts) {
    const { leastLateBatches } = facts.limitsOf(limits);
    return facts.streams.flatMap((stream) => {
      const late = lateBatches(stream);
      const last = late.at(-1);
      if (last?.state === undefined || late.length < leastLateBatches) return [];
      const { partitions } = last.state;
      const slots = slotsAt(facts.model, (last.startMs + last.endMs) / 2);
      return partitions > 0 && partitions < slots ? [toFinding(facts, stream, partitions, slots)] : [];
    });
  },
};

function toFinding(facts: Facts, stream: StreamFacts, partitions: number, slots: number): Finding {
  const late = lateBatches(stream);
  const last = late.at(-1);
  return {
    id: `stream-narrow:${stream.run.runId}`,
    kind: 'stream-narrow',
    severity: 'info',
    title: `Streaming query ${streamName(stream.run)} is late and can use ${partitions} of ${slots} slots for its state`,
    cause: {
      class: 'few-state-partitions',
      confidence: 'possible',
      because:
        'stateful stages run one task per shuffle partition, and their number was fixed when the query first started',
      ruledOut: [],
    },
    subjects: [],
    ranges: [{ startMs: late[0]?.startMs ?? 0, endMs: last?.endMs ?? facts.model.application.durationMs }],
    cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
    evidence: [
      {
        name: 'shuffle partitions of its state',
        value: partitions,
        unit: 'partitions',
        limit: slots,
        ...(last?.place && { place: last.place }),
      },
      { name: 'batches longer than their trigger', value: late.length, unit: 'batches' },
    ],
    advice: [
      {
        text: 'Start it from a new checkpoint with as many shuffle partitions as slots or a multiple; with the old checkpoint the setting has no effect.',
        setting: 'spark.sql.shuffle.partitions',
        value: String(slots),
      },
    ],
  };
}
