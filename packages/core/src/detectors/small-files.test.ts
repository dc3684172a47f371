import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { smallFiles } from './small-files.ts';

const sqlUi = 'org.apache.spark.sql.execution.ui.SparkListener';

/** One query whose scan stands deep in its plan, with a stage of 40 s that reads. */
function detect(files: number, bytes: number) {
  const builder = new ModelBuilder();
  const events = eventsOf({
    durationMs: 100_000,
    executors: [{ id: '1', cores: 2 }],
    sql: [{ id: 0, startMs: 0, endMs: 50_000 }],
    jobs: [{ id: 0, sql: 0, startMs: 1_000, endMs: 50_000 }],
    stages: [{ id: 0, startMs: 5_000, endMs: 45_000 }],
    tasks: [{ stage: 0, launchMs: 5_000, finishMs: 45_000, metrics: { 'Input Metrics': { 'Bytes Read': bytes } } }],
  });
  const scan = {
    nodeName: 'Scan parquet',
    metrics: [
      { name: 'number of files read', accumulatorId: 7, metricType: 'sum' },
      { name: 'size of files read', accumulatorId: 8, metricType: 'size' },
    ],
  };
  const plan = { nodeName: 'Project', children: [{ nodeName: 'Filter', children: [scan], metrics: [] }], metrics: [] };
  for (const event of events) {
    builder.add(
      String(event.Event),
      event.Event === `${sqlUi}SQLExecutionStart` ? { ...event, sparkPlanInfo: plan } : event,
    );
  }
  const update = {
    Event: `${sqlUi}DriverAccumUpdates`,
    executionId: 0,
    accumUpdates: [
      [7, files],
      [8, bytes],
      [9, 1],
    ],
  };
  // The adaptive plan shows the same scan again, and a reused one may report again: it was read once.
  builder.add(update.Event, update);
  builder.add(update.Event, update);
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

  it('needs a hundred files of less than 3 MiB', () => {
    expect(detect(100, 100 * 2 ** 20)).toHaveLength(1);
    expect(detect(99, 99 * 2 ** 20)).toEqual([]);
    expect(detect(1_000, 3_000 * 2 ** 20)).toEqual([]);
  });
});
