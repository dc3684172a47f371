import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { shuffleFetchWait } from './shuffle-fetch-wait.ts';

/** Four tasks of 10 s on two slots; two of them wait. */
const detect = (waitMs: number, blocks = 10) =>
  shuffleFetchWait.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        stages: [{ id: 0, startMs: 0, endMs: 20_000 }],
        tasks: [0, 1, 2, 3].map((task) => ({
          stage: 0,
          launchMs: task < 2 ? 0 : 10_000,
          finishMs: task < 2 ? 10_000 : 20_000,
          metrics: {
            'Executor Run Time': 10_000,
            'Shuffle Read Metrics': {
              'Fetch Wait Time': task % 2 === 0 ? waitMs : 0,
              'Remote Bytes Read': 100 * 2 ** 20,
              'Remote Blocks Fetched': blocks,
            },
          },
        })),
      }),
    ),
  );

describe('shuffle-fetch-wait', () => {
  it('costs what a replay without the waits saves, which is less than their sum over the slots would be', () => {
    const [finding] = detect(8_000);
    // Without them: tasks of 2, 10, 2 and 10 s. Slot 1 runs 2, 2 and 10 s, slot 2 runs 10 s: 14 s instead of 20 s.
    expect(finding?.cost).toEqual({ wallClockMs: 6_000, coreMs: 16_000, basis: 'replay' });
    expect(finding?.cause.class).toBe('slow-transfer');
  });

  it('tells small blocks from slow transfer, and sizes the partitions by the data', () => {
    const [finding] = detect(8_000, 1_000);
    expect(finding?.cause).toMatchObject({ class: 'small-blocks', confidence: 'probable' });
    // 400 MiB in parts of 128 MiB are 4.
    expect(finding?.advice[0]).toMatchObject({ setting: 'spark.sql.shuffle.partitions', value: '4' });
  });

  it('begins at a tenth of task time, and where it is noticed', () => {
    // 2 x 1.9 s of 40 s are less than a tenth.
    expect(detect(1_900)).toEqual([]);
    // A tenth and more, and a replay saves 0 s to 2 s only.
    expect(detect(2_000).length + detect(2_100).length).toBe(0);
    expect(detect(0)).toEqual([]);
  });

  it('names a host that stood still, and counts its own tasks to what that cost', () => {
    // Sixteen tasks of 1 s on four slots; then two wait 10 s for blocks, and the two on host-2 hang as long.
    const tasks = Array.from({ length: 20 }, (_, task) => {
      const isLong = task >= 16;
      const executor = task % 4 < 2 ? '1' : '2';
      const waitMs = isLong && executor === '1' ? 9_500 : 0;
      return {
        stage: 0,
        executor,
        launchMs: 1_000 * (task >> 2),
        finishMs: isLong ? 14_000 : 1_000 * ((task >> 2) + 1),
        metrics: { 'Shuffle Read Metrics': { 'Fetch Wait Time': waitMs, 'Remote Bytes Read': 1e6 } },
      };
    });
    const executors = ['1', '2'].map((id) => ({ id, cores: 2 }));
    const stages = [{ id: 0, startMs: 0, endMs: 14_000 }];
    const [finding] = shuffleFetchWait.detect(new Facts(modelOf({ durationMs: 100_000, executors, stages, tasks })));
    expect(finding?.cause.class).toBe('stalled-executor');
    expect(finding?.evidence).toContainEqual({ name: 'host that stood still', value: 'host-2' });
    // 14 s as it was; without the wait two tasks take 0.5 s, and the hanging ones the usual second: 5 s.
    expect(finding?.cost).toMatchObject({ wallClockMs: 9_000, basis: 'replay' });
  });
});
