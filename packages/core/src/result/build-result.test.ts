import { expect, it } from 'vitest';
import { memorySource } from '../ingest/byte-source.ts';
import { readLog } from '../model/read-log.ts';
import { analyse } from './build-result.ts';

const events = [
  { Event: 'SparkListenerLogStart', 'Spark Version': '3.5.1' },
  { Event: 'SparkListenerEnvironmentUpdate', 'Spark Properties': { 'spark.app.name': 'x', 'spark.task.cpus': '2' } },
  { Event: 'SparkListenerApplicationStart', 'App Name': 'x', Timestamp: 1_000 },
  { Event: 'SparkListenerApplicationEnd', Timestamp: 61_000 },
];
const streaming = 'org.apache.spark.sql.streaming.StreamingQueryListener$';
const identity = { id: 'q', runId: 'r', name: 'orders' };
/** Batches of 2, 4 and 6 s with rows, and one that found none. */
const batches = [
  { batchId: 0, timestamp: '1970-01-01T00:00:10.000Z', seconds: 2, rows: 10 },
  { batchId: 1, timestamp: '1970-01-01T00:00:20.000Z', seconds: 6, rows: 30 },
  { batchId: 2, timestamp: '1970-01-01T00:00:30.000Z', seconds: 4, rows: 20 },
  { batchId: 3, timestamp: '1970-01-01T00:00:40.000Z', seconds: 1, rows: 0 },
].map(({ batchId, timestamp, seconds, rows }) => ({
  Event: `${streaming}QueryProgressEvent`,
  progress: {
    ...identity,
    batchId,
    timestamp,
    durationMs: { triggerExecution: seconds * 1_000 },
    sources: [{ numInputRows: rows, inputRowsPerSecond: rows / 10, processedRowsPerSecond: rows / seconds }],
  },
}));

const analysed = async () => {
  const all = [
    ...events.slice(0, 3),
    { Event: `${streaming}QueryStartedEvent`, ...identity, timestamp: '1970-01-01T00:00:05.000Z' },
    ...batches,
    ...events.slice(3),
  ];
  const bytes = new TextEncoder().encode(all.map((event) => JSON.stringify(event)).join('\n'));
  const parts = [{ name: 'log', open: () => memorySource(bytes) }];
  const log = { name: 'log', layout: 'single', parts, inProgress: false, compacted: false } as const;
  return analyse(await readLog({ ...log, missingPartIndices: [], notes: [] }), 'log');
};

it('sums up a streaming query from its batches, leaving out those without rows', async () => {
  const [query] = (await analysed()).streamingQueries;
  expect(query).toMatchObject({ ...identity, batches: 4, idleBatches: 1, inputRows: 60 });
  expect(query?.batchMs).toMatchObject({ min: 2_000, median: 4_000, max: 6_000 });
  expect(query?.last).toMatchObject({
    batchId: 2,
    durationMs: 4_000,
    inputRowsPerSecond: 2,
    processedRowsPerSecond: 5,
  });
});

it('keeps the Spark properties as they are', async () => {
  expect((await analysed()).configuration).toEqual({ 'spark.app.name': 'x', 'spark.task.cpus': '2' });
});
