import { describe, expect, it } from 'vitest';
import { factsOfStreams, type BatchSketch } from '../../test-support/streams-of.ts';
import { streamScaling } from './stream-scaling.ts';

const reason = 'Executor killed by driver.';
const properties = { 'spark.dynamicAllocation.enabled': 'true' };
const stays = { id: 'stays', cores: 1 };

/** Batches of 8 s, one a minute; before the given ones an executor of one core goes, and in them one comes after 4 s. */
function run(batches: number, hungry: readonly number[]) {
  const batch = (n: number): BatchSketch => ({ startMs: n * 60_000, endMs: n * 60_000 + 8_000 });
  const cycles = [0, ...hungry].map((n, index) => {
    const next = hungry[index];
    return {
      id: `e${n}`,
      cores: 1,
      addedMs: n * 60_000 + 4_000,
      ...(next !== undefined && { removedMs: next * 60_000 - 20_000, reason }),
    };
  });
  return factsOfStreams(
    { durationMs: batches * 60_000 + 10_000, properties, executors: [stays, ...cycles] },
    Array.from({ length: batches }, (_, n) => batch(n)),
  );
}

describe('stream-scaling', () => {
  it('finds batches that had to wait for what scaling had taken away, and bounds what they lost', () => {
    const [finding] = streamScaling.detect(run(6, [1, 2, 3, 4]));
    expect(finding).toMatchObject({
      kind: 'stream-scaling',
      title:
        '4 of 6 batches began with fewer executors than the one before: scaling had taken 4 executors away between batches',
      // Half of the slots were missing for 4 s, four times.
      cost: { wallClockMs: 8_000, basis: 'bound' },
    });
    expect(finding?.ranges[0]).toEqual({ startMs: 60_000, endMs: 64_000 });
    // From the end of a batch to the next it is 52 s: an executor that waits for twice as long stays.
    expect(finding?.advice[0]).toMatchObject({ setting: 'spark.dynamicAllocation.executorIdleTimeout', value: '104s' });
  });

  it('leaves alone what happens once or twice, or to few of many batches', () => {
    expect(streamScaling.detect(run(6, [2, 4]))).toEqual([]);
    expect(streamScaling.detect(run(30, [5, 15, 25]))).toEqual([]);
  });

  it('leaves alone executors that went for another reason, and those that nobody came for', () => {
    const batches = [0, 1, 2, 3, 4].map((n) => ({ startMs: n * 60_000, endMs: n * 60_000 + 8_000 }));
    const leaving = (why: string, come: boolean) => [
      stays,
      ...[1, 2, 3, 4].flatMap((n) => [
        { id: `gone${n}`, cores: 1, removedMs: n * 60_000 - 20_000, reason: why },
        ...(come ? [{ id: `new${n}`, cores: 1, addedMs: n * 60_000 + 4_000 }] : []),
      ]),
    ];
    const detect = (executors: ReturnType<typeof leaving>) =>
      streamScaling.detect(factsOfStreams({ durationMs: 300_000, properties, executors }, batches));
    expect(detect(leaving(reason, true))).toHaveLength(1);
    expect(detect(leaving(reason, false))).toEqual([]);
    expect(detect(leaving('Command exited with code 137', true))).toEqual([]);
  });
});
