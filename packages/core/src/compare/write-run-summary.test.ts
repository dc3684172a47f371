import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { stageOf, summaryOf } from '../../test-support/summary-of.ts';
import { summarise } from '../result/summarise-application.ts';
import { runSummarySchema } from './run-summary.ts';
import { largestSummaryBytes, spread, writeRunSummary } from './write-run-summary.ts';

describe('a stored run', () => {
  it('stays under its size, leaving out the shortest and saying so', () => {
    const stages = Array.from({ length: 2_000 }, (_, i) => stageOf(`stage ${'x'.repeat(80)}`, { durationMs: i }));
    const text = writeRunSummary(summaryOf({ stages }));
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(largestSummaryBytes);
    const kept = runSummarySchema.parse(JSON.parse(text));
    expect(kept.stages.length + (kept.omitted.stages ?? 0)).toBe(2_000);
    expect(kept.stages.at(-1)?.durationMs).toBe(1_999);
    expect(Math.min(...kept.stages.map(({ durationMs }) => durationMs))).toBe(kept.omitted.stages);
  });

  it('has a line for each thing, so that a diff shows what changed', () => {
    const lines = (durationMs: number) =>
      writeRunSummary(summaryOf({ stages: [stageOf('a'), stageOf('b', { durationMs })] })).split('\n');
    const before = lines(1);
    const changed = lines(2).filter((line, i) => line !== before[i]);
    expect(changed).toHaveLength(1);
    expect(changed[0]).toContain('"name":"b"');
  });

  it('reads back as it was', () => {
    const summary = summaryOf({ stages: [stageOf('a')] });
    expect(runSummarySchema.parse(JSON.parse(writeRunSummary(summary)))).toEqual(summary);
  });

  it('spreads batches evenly, with both ends', () => {
    expect(spread([1, 2, 3, 4, 5], 3)).toEqual([1, 3, 5]);
    expect(spread([1, 2], 3)).toEqual([1, 2]);
  });
});

describe('the summary of a run', () => {
  const secret = 'hunter2';
  const model = modelOf({
    durationMs: 60_000,
    name: 'orders 2026-01-01',
    properties: {
      'spark.sql.shuffle.partitions': '8',
      'spark.executor.memory': '4g',
      'spark.hadoop.fs.s3a.secret.key': secret,
      'spark.executor.extraJavaOptions': `-Dpassword=${secret}`,
      'spark.driver.host': 'db1.prod.internal',
      'spark.sql.warehouse.dir': '/user/anna/warehouse',
      'spark.dynamicAllocation.enabled': 'true',
    },
    executors: [
      { id: '1', host: 'node17.prod.internal', cores: 2, addedMs: 0 },
      {
        id: '2',
        host: 'node18.prod.internal',
        cores: 2,
        addedMs: 0,
        removedMs: 30_000,
        reason: 'Command exited with code 137',
      },
    ],
    jobs: [{ id: 0, startMs: 10_000, endMs: 50_000, stageIds: [0] }],
    stages: [{ id: 0, startMs: 10_000, endMs: 50_000, taskCount: 2 }],
    tasks: [
      { stage: 0, launchMs: 10_000, finishMs: 50_000, executor: '1' },
      { stage: 0, launchMs: 10_000, finishMs: 30_000, executor: '1' },
    ],
  });
  const text = writeRunSummary(summarise(model).summary);
  const summary = runSummarySchema.parse(JSON.parse(text));

  it('keeps the settings that matter and nothing that is nobody else’s business', () => {
    expect(summary.configuration).toEqual({
      'spark.dynamicAllocation.enabled': 'true',
      'spark.executor.memory': '4g',
      'spark.sql.shuffle.partitions': '8',
    });
    for (const word of [secret, 'internal', 'anna', 'node17']) expect(text).not.toContain(word);
  });

  it('has the times, the tasks and the losses of the run', () => {
    expect(summary).toMatchObject({ job: 'orders #', durationMs: 60_000, incomplete: [] });
    expect(Object.values(summary.wallClock).reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    expect(Object.values(summary.removedExecutors).reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(summary.stages).toMatchObject([{ durationMs: 40_000, tasks: 2, taskMs: 60_000, longestTaskMs: 40_000 }]);
  });

  it('says why a run is not whole', () => {
    const cut = modelOf({
      durationMs: 10_000,
      unended: true,
      jobs: [{ id: 0, startMs: 0, endMs: 1000, failure: 'it broke' }],
    });
    expect(summarise(cut).summary.incomplete).toEqual(['the log has no end of the application', '1 of 1 jobs failed']);
  });
});
