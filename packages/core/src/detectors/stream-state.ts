import type { Facts } from '../derive/facts.ts';
import type { StreamFacts } from '../derive/streams/stream-facts.ts';
import type { StreamingBatch } from '../model/application-model.ts';
import type { StreamState } from '../events/streaming.ts';
import { formatBytes, formatCount } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { streamName } from './shared/about-stream.ts';
import type { Advice, Detector, Evidence, Finding } from './types.ts';

const limits = declareLimits('stream-state', {
  leastBatches: {
    usual: 8,
    unit: 'count',
    reason: 'A window fills at first; state that still grows after so many batches has nothing that empties it.',
  },
  leastGrowth: {
    usual: 1.3,
    unit: 'ratio',
    reason: 'From the middle of the run to its end: what a window holds has come to rest by then.',
  },
  leastGrowingShare: {
    usual: 0.9,
    unit: 'share',
    reason: 'A state that is emptied falls now and then; one that only grows does so in nearly every batch.',
  },
  leastRows: {
    usual: 10_000,
    unit: 'count',
    reason: 'Rows beyond which state weighs on executors; below it growth does no harm yet.',
  },
  leastDroppedShare: { usual: 0.001, unit: 'share', reason: 'Rows dropped for being late, of those read.' },
});

/** Streaming queries that keep more and more rows, or throw late ones away. */
export const streamState: Detector = {
  id: 'stream-state',
  title: 'Streaming state',
  limits,
  detect(facts) {
    return facts.streams.flatMap((stream) => {
      const batches = stream.batches.filter((batch): batch is Stateful => batch.state !== undefined);
      return [...findGrowth(facts, stream, batches), ...findDropped(facts, stream, batches)];
    });
  },
};

type Stateful = StreamingBatch & { readonly state: StreamState };

function findGrowth(facts: Facts, stream: StreamFacts, batches: readonly Stateful[]): Finding[] {
  const { leastBatches, leastGrowth, leastGrowingShare, leastRows } = facts.limitsOf(limits);
  const [first] = batches;
  const middle = batches[Math.floor(batches.length / 2)];
  const last = batches.at(-1);
  if (first === undefined || middle === undefined || last === undefined || batches.length < leastBatches) return [];
  const growing = batches.filter((batch, index) => batch.state.rows > (batches[index - 1]?.state.rows ?? -1)).length;
  const isEndless =
    last.state.rows >= leastRows &&
    last.state.rows >= leastGrowth * middle.state.rows &&
    growing >= leastGrowingShare * batches.length;
  if (!isEndless) return [];
  const perHour = ((last.state.rows - middle.state.rows) / Math.max(1, last.endMs - middle.endMs)) * 3_600_000;
  const memory = last.state.memoryBytes > 0 ? ` in ${formatBytes(last.state.memoryBytes)}` : '';
  return [
    {
      id: `stream-state:growth:${stream.run.runId}`,
      kind: 'stream-state',
      severity: 'warning',
      title: `The state of streaming query ${streamName(stream.run)} grows without end: ${formatCount(last.state.rows)} rows${memory} at the last batch`,
      cause: {
        class: 'state-growth',
        confidence: batches.length >= 2 * leastBatches ? 'probable' : 'possible',
        because: `it grew in ${growing} of ${batches.length} batches, and from the middle of the run on by ${formatCount(last.state.rows - middle.state.rows)} rows more`,
        ruledOut: [],
      },
      subjects: [],
      ranges: [{ startMs: first.startMs, endMs: last.endMs }],
      cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
      evidence: [
        { name: 'rows kept at the first batch', value: first.state.rows, unit: 'rows' },
        { name: 'rows kept in the middle of the run', value: middle.state.rows, unit: 'rows' },
        {
          name: 'rows kept at the last batch',
          value: last.state.rows,
          unit: 'rows',
          ...(last.place && { place: last.place }),
        },
        { name: 'growth per hour', value: Math.round(perHour), unit: 'rows' },
        { name: 'task time of the last batch on keeping it', value: last.state.storeMs, unit: 'ms' },
        ...memoryEvidence(facts, first, last),
        ...spillEvidence(facts, stream),
      ],
      advice: [
        {
          text: 'Give it an end: a watermark on the event time, a window, or dropDuplicatesWithinWatermark in place of dropDuplicates.',
        },
        ...storeAdvice(facts, last),
      ],
    },
  ];
}

const storeProvider = 'spark.sql.streaming.stateStore.providerClass';
const rocksDb = 'org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider';

function storeAdvice({ model }: Facts, last: Stateful): Advice[] {
  const isRocksDb = last.state.diskBytes > 0 || /rocksdb/i.test(model.environment.spark.get(storeProvider) ?? '');
  if (isRocksDb) return [];
  return [{ text: 'If it has to be that large, keep it outside of the heap.', setting: storeProvider, value: rocksDb }];
}

/** What the state takes of the memory of the executors that hold it, and of their disks. */
function memoryEvidence({ model }: Facts, first: Stateful, last: Stateful): Evidence[] {
  const bytes = (name: string, value: number): Evidence[] => (value > 0 ? [{ name, value, unit: 'bytes' }] : []);
  const offered = model.executors
    .filter(({ addedMs, removedMs = Infinity }) => addedMs <= last.endMs && removedMs >= last.endMs)
    .reduce((sum, { maxMemoryBytes = 0 }) => sum + maxMemoryBytes, 0);
  return [
    ...bytes('memory of the state at the first batch', first.state.memoryBytes),
    ...bytes('memory of the state at the last batch', last.state.memoryBytes),
    ...(last.state.memoryBytes > 0 && offered > 0
      ? [
          {
            name: 'state, of the memory that Spark manages on its executors',
            value: last.state.memoryBytes / offered,
            unit: 'ratio',
          },
        ]
      : []),
    ...bytes('files of the state on disks at the last batch', last.state.diskBytes),
  ];
}

/** What the stages of the query wrote to disk for want of memory: state and sorts share it. */
function spillEvidence({ stages, jobsById }: Facts, { run }: StreamFacts): Evidence[] {
  let spilledBytes = 0;
  for (const { attempt, stats } of stages) {
    const job = attempt.jobId === undefined ? undefined : jobsById.get(attempt.jobId);
    const isIts = job?.streamingQueryId === run.id && attempt.startMs >= run.startMs && attempt.startMs <= run.endMs;
    if (isIts) spilledBytes += stats.diskSpilledBytes;
  }
  return spilledBytes > 0 ? [{ name: 'spilled to disk by its stages', value: spilledBytes, unit: 'bytes' }] : [];
}

function findDropped(facts: Facts, stream: StreamFacts, batches: readonly Stateful[]): Finding[] {
  const dropped = batches.reduce((sum, batch) => sum + batch.state.rowsDropped, 0);
  const [first] = batches;
  const worst = batches.reduce<Stateful | undefined>(
    (most, batch) => (most === undefined || batch.state.rowsDropped > most.state.rowsDropped ? batch : most),
    undefined,
  );
  if (
    first === undefined ||
    worst === undefined ||
    dropped < facts.limitsOf(limits).leastDroppedShare * stream.inputRows ||
    dropped === 0
  )
    return [];
  return [
    {
      id: `stream-state:late-rows:${stream.run.runId}`,
      kind: 'stream-state',
      severity: 'warning',
      title: `Streaming query ${streamName(stream.run)} dropped ${formatCount(dropped)} rows that came later than its watermark allows`,
      cause: {
        class: 'late-rows',
        confidence: 'certain',
        because: 'its stateful operators report rows dropped by the watermark',
        ruledOut: [],
      },
      subjects: [],
      ranges: [{ startMs: first.startMs, endMs: batches.at(-1)?.endMs ?? facts.model.application.durationMs }],
      cost: { wallClockMs: 0, coreMs: 0, basis: 'bound' },
      evidence: [
        { name: 'rows dropped', value: dropped, unit: 'rows' },
        { name: 'rows read', value: stream.inputRows, unit: 'rows' },
        {
          name: `most in one batch (${worst.batchId})`,
          value: worst.state.rowsDropped,
          unit: 'rows',
          ...(worst.place && { place: worst.place }),
        },
      ],
      advice: [{ text: 'Allow more lateness in withWatermark if these rows matter; it costs state for as long.' }],
    },
  ];
}
