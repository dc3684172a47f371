import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { smallFiles } from './small-files.ts';

const sqlUi = 'org.apache.spark.sql.execution.ui.SparkListener';

/** Queries one after the other, each with its scan deep in its plan and a stage of 40 s that reads. */
function detect(files: number, bytes: number, ...locations: readonly string[]) {
  const builder = new ModelBuilder();
  const queries = locations.length === 0 ? [''] : locations;
  const startOf = (query: number) => query * 50_000;
  const events = eventsOf({
    durationMs: 100_000 * queries.length,
    executors: [{ id: '1', cores: 2 }],
    sql: queries.map((_, id) => ({ id, startMs: startOf(id), endMs: startOf(id) + 50_000 })),
    jobs: queries.map((_, id) => ({
      id,
      sql: id,
      startMs: startOf(id) + 1_000,
      endMs: startOf(id) + 50_000,
      stageIds: [id],
    })),
    stages: queries.map((_, id) => ({ id, startMs: startOf(id) + 5_000, endMs: startOf(id) + 45_000 })),
    tasks: queries.map((_, stage) => ({
      stage,
      launchMs: startOf(stage) + 5_000,
      finishMs: startOf(stage) + 45_000,
      metrics: { 'Input Metrics': { 'Bytes Read': bytes } },
    })),
  });
  const planOf = (query: number) => {
    const scan = {
      nodeName: 'Scan parquet',
      simpleString: 'FileScan parquet [a#1]',
      metadata: { Location: queries[query] ?? '', ReadSchema: 'struct<a:int>' },
      metrics: [
        { name: 'number of files read', accumulatorId: 10 * query + 7, metricType: 'sum' },
        { name: 'size of files read', accumulatorId: 10 * query + 8, metricType: 'size' },
      ],
    };
    return { nodeName: 'Project', children: [{ nodeName: 'Filter', children: [scan], metrics: [] }], metrics: [] };
  };
  let query = 0;
  const ends = events.filter(({ Event }) => Event === `${sqlUi}SQLExecutionEnd`);
  for (const event of events) {
    const isStart = event.Event === `${sqlUi}SQLExecutionStart`;
    if (!ends.includes(event)) {
      builder.add(String(event.Event), isStart ? { ...event, sparkPlanInfo: planOf(query++) } : event);
    }
  }
  for (const executionId of queries.keys()) {
    const update = {
      Event: `${sqlUi}DriverAccumUpdates`,
      executionId,
      accumUpdates: [
        [10 * executionId + 7, files],
        [10 * executionId + 8, bytes],
        [10 * executionId + 9, 1],
      ],
    };
    // The adaptive plan shows the same scan again, and a reused one may report again: it was read once.
    builder.add(update.Event, update);
    builder.add(update.Event, update);
  }
  for (const end of ends) builder.add(String(end.Event), end);
  return smallFiles.detect(new Facts(builder.finish()));
}

describe('small-files', () => {
  it('prices opening files as Spark does: like reading 4 MiB each', () => {
    const [finding] = detect(1_000, 1_000 * 2 ** 20);
    expect(finding?.title).toBe('Query 0 read 1,000 files of 1 MiB on average');
    // 4 of 5 parts of the scanning stage's 40 s.
    expect(finding?.cost).toEqual({ wallClockMs: 32_000, coreMs: 32_000, basis: 'bound' });
    expect(finding?.advice[0]?.text).toContain('8 of 128 MiB');
  });

  it('is one finding for all queries that read the same files', () => {
    const [orders, parts] = ['InMemoryFileIndex(1 paths)[file:/orders]', 'InMemoryFileIndex(1 paths)[file:/parts]'];
    const findings = detect(1_000, 1_000 * 2 ** 20, orders, parts, orders);
    expect(findings.map(({ title }) => title)).toEqual([
      '2 queries read 2,000 files of 1 MiB on average',
      'Query 1 read 1,000 files of 1 MiB on average',
    ]);
    expect(findings.map(({ cost }) => cost.wallClockMs)).toEqual([64_000, 32_000]);
    // What one query reads is what the files would have to hold.
    expect(findings[0]?.advice[0]?.text).toContain('8 of 128 MiB');
  });

  it('needs a hundred files of less than 3 MiB', () => {
    expect(detect(100, 100 * 2 ** 20)).toHaveLength(1);
    expect(detect(99, 99 * 2 ** 20)).toEqual([]);
    expect(detect(1_000, 3_000 * 2 ** 20)).toEqual([]);
  });
});
