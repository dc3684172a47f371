import { describe, expect, it } from 'vitest';
import { factsOfStreams, type BatchSketch } from '../../test-support/streams-of.ts';
import { streamCrowd } from './stream-crowd.ts';

const taskOf = (launchMs: number, finishMs: number) => ({ stage: 0, launchMs, finishMs });

/** So many queries with a 10 s trigger, each of whose batches takes this long; all start together. */
function detect(
  queries: number,
  batchMs: number,
  properties: Record<string, string> = {},
  tasks: readonly ReturnType<typeof taskOf>[] = [],
  phaseMs: Record<string, number> = {},
) {
  const everyMs = Math.ceil(batchMs / 10_000) * 10_000;
  const batches = Array.from({ length: queries }, (_, query) =>
    Array.from({ length: 6 }, (_, n): BatchSketch => ({
      query: `q${query}`,
      startMs: n * everyMs,
      endMs: n * everyMs + batchMs,
      phaseMs,
    })),
  ).flat();
  // Two short batches at the end show the trigger.
  const calm = Array.from({ length: queries }, (_, query) =>
    [0, 1].map((n): BatchSketch => ({
      query: `q${query}`,
      startMs: 200_000 + n * 10_000,
      endMs: 200_500 + n * 10_000,
    })),
  ).flat();
  const stages = tasks.length === 0 ? [] : [{ id: 0, startMs: 0, endMs: 220_000 }];
  const run = { durationMs: 230_000, executors: [{ id: '1', cores: 4 }], properties, stages, tasks };
  return streamCrowd.detect(factsOfStreams(run, [...batches, ...calm]));
}

describe('stream-crowd', () => {
  it('finds many queries whose batches are late while executors wait', () => {
    const [finding] = detect(12, 15_000);
    expect(finding?.cause.class).toBe('too-many-queries');
    expect(finding?.evidence).toContainEqual({ name: 'batches open at once, at most', value: 12, unit: 'batches' });
    expect(finding?.advice.map(({ setting }) => setting)).toContain('spark.scheduler.mode');
    const coresOf = (found: typeof finding) => found?.advice.find(({ text }) => text.includes('more cores'))?.setting;
    expect(coresOf(finding)).toBe('spark.driver.cores');
    // In client mode the setting has no effect.
    expect(coresOf(detect(12, 15_000, { 'spark.submit.deployMode': 'client' })[0])).toBeUndefined();
    const pooled = detect(12, 15_000, { 'spark.scheduler.mode': 'FAIR' });
    expect(pooled[0]?.advice.map(({ setting }) => setting)).not.toContain('spark.scheduler.mode');
  });

  it('finds them beside busy slots too when batches spend their time in phases that run no task', () => {
    const busy = Array.from({ length: 4 }, () => taskOf(0, 220_000));
    const [finding] = detect(12, 15_000, {}, busy, { walCommit: 6_000, commitOffsets: 5_000 });
    // 11 s of 15 s in six batches; the two calm ones spend all of their half second on tasks.
    const driverRatio = (6 * 11_000) / (6 * 15_000 + 2 * 500);
    expect(finding?.evidence).toContainEqual({
      name: 'time of batches in phases without tasks',
      value: expect.closeTo(driverRatio) as number,
      unit: 'ratio',
      limit: 0.5,
    });
    expect(detect(12, 15_000, {}, busy, { walCommit: 3_000, commitOffsets: 3_000 })).toEqual([]);
  });

  it('leaves alone few queries, batches in time, and a cluster that is busy', () => {
    expect(detect(6, 15_000)).toEqual([]);
    const always = Array.from({ length: 4 }, () => taskOf(0, 220_000));
    expect(detect(12, 15_000, {}, always)).toEqual([]);
    expect(detect(12, 15_000, { 'spark.driver.cores': '16' })).toEqual([]);
  });
});
