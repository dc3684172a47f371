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
const analysed = async () => {
  const bytes = new TextEncoder().encode(events.map((event) => JSON.stringify(event)).join('\n'));
  const parts = [{ name: 'log', open: () => memorySource(bytes) }];
  const log = { name: 'log', layout: 'single', parts, inProgress: false, compacted: false } as const;
  return analyse(await readLog({ ...log, missingPartIndices: [], notes: [] }), 'log');
};

it('keeps the Spark properties as they are', async () => {
  expect((await analysed()).configuration).toEqual({ 'spark.app.name': 'x', 'spark.task.cpus': '2' });
});
