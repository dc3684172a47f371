import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { gcPressure } from './gc-pressure.ts';

const detect = (gcMs: number) =>
  gcPressure.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        stages: [{ id: 0, startMs: 0, endMs: 40_000 }],
        tasks: [0, 1].map(() => ({
          stage: 0,
          launchMs: 0,
          finishMs: 40_000,
          metrics: { 'Executor Run Time': 40_000, 'JVM GC Time': gcMs },
        })),
      }),
    ),
  );

describe('gc-pressure', () => {
  it('costs what a replay without collections saves', () => {
    expect(detect(10_000)[0]?.cost).toEqual({ wallClockMs: 10_000, coreMs: 20_000, basis: 'replay' });
  });

  it('begins at a tenth of the task time', () => {
    expect(detect(4_000)).toHaveLength(1);
    expect(detect(3_999)).toEqual([]);
    expect(detect(0)).toEqual([]);
  });
});
