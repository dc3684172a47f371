import type { Facts } from '../derive/facts.ts';
import { findHungryBatches, type HungryBatch } from '../derive/streams/scaled-away.ts';
import { plural } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Advice, Detector, Finding } from './types.ts';

const limits = declareLimits('stream-scaling', {
  leastBatches: { usual: 3, unit: 'count', reason: 'Scaling follows the load once or twice a day; this is a habit.' },
  leastShare: {
    usual: 0.25,
    unit: 'share',
    reason: 'Of the batches with rows: fewer are worked off by the next ones.',
  },
});

/** Scaling that takes executors away between the batches of streams, so that each batch has to wait for others. */
export const streamScaling: Detector = {
  id: 'stream-scaling',
  title: 'Scaling that fights a stream',
  limits,
  detect(facts) {
    const { leastBatches, leastShare } = facts.limitsOf(limits);
    const hungry = findHungryBatches(facts.model, facts.streams, facts.removals);
    const all = facts.streams.reduce((sum, { batches }) => sum + batches.length, 0);
    return hungry.length >= leastBatches && hungry.length >= leastShare * all ? [toFinding(facts, hungry, all)] : [];
  },
};

function toFinding(facts: Facts, hungry: readonly HungryBatch[], all: number): Finding {
  const { leastBatches } = facts.limitsOf(limits);
  const waits = hungry.map(({ batch, came }) => ({
    startMs: batch.startMs,
    endMs: Math.max(...came.map(({ addedMs }) => addedMs)),
  }));
  const wallClockMs = Math.round(hungry.reduce((sum, { waitedMs }) => sum + waitedMs, 0));
  const gone = new Set(hungry.flatMap((each) => each.gone.map(({ id }) => id)));
  const [first] = hungry;
  return {
    id: 'stream-scaling',
    kind: 'stream-scaling',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${hungry.length} of ${plural(all, 'batch', 'batches')} began with fewer executors than the one before: scaling had taken ${plural(gone.size, 'executor')} away between batches`,
    cause: {
      class: 'scaling-between-batches',
      confidence: 'probable',
      because:
        'executors stood idle until the next trigger, were taken away, and others came only when a batch waited for them',
      ruledOut: [],
    },
    subjects: [...gone].map((id) => ({ type: 'executor', id }) as const),
    ranges: waits.slice(0, mostRanges),
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'bound' },
    evidence: [
      { name: 'batches that had to wait for executors', value: hungry.length, unit: 'batches', limit: leastBatches },
      { name: 'executors taken away between batches', value: gone.size, unit: 'executors' },
      { name: 'longest pause before such a batch', value: longestPauseMs(hungry), unit: 'ms' },
      {
        name: `until its last executor came, batch ${first?.batch.batchId ?? 0}`,
        value: (waits[0]?.endMs ?? 0) - (waits[0]?.startMs ?? 0),
        unit: 'ms',
        ...(first?.batch.place && { place: first.batch.place }),
      },
    ],
    advice: adviceFor(facts, hungry),
  };
}

/** A list of all would be longer than the report. */
const mostRanges = 100;

function longestPauseMs(hungry: readonly HungryBatch[]): number {
  return hungry.reduce((most, { pauseMs }) => Math.max(most, pauseMs), 0);
}

function adviceFor({ model }: Facts, hungry: readonly HungryBatch[]): Advice[] {
  const isSparks = model.environment.spark.get('spark.dynamicAllocation.enabled') === 'true';
  const howToSee = { text: 'It helped when the next run has no executor removed between batches.' };
  if (!isSparks) {
    return [{ text: 'Run the stream on a cluster of fixed size, or raise the least number of its workers.' }, howToSee];
  }
  // Twice the pause, so that a batch that ends early does not start the same again.
  const idleSeconds = Math.ceil((2 * longestPauseMs(hungry)) / 1000);
  const needed = hungry.reduce((most, { gone, came }) => Math.max(most, gone.length, came.length), 0);
  return [
    {
      text: 'Let executors wait for longer than the pause between batches.',
      setting: 'spark.dynamicAllocation.executorIdleTimeout',
      value: `${idleSeconds}s`,
    },
    {
      text: `Or keep those that batches need (${plural(needed, 'executor')} more than the least here), or turn dynamic allocation off for streams of steady load.`,
      setting: 'spark.dynamicAllocation.minExecutors',
    },
    howToSee,
  ];
}
