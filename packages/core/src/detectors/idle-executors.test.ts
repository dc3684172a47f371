import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { idleExecutors } from './idle-executors.ts';

/** Two slots over the run, one task of this length. */
const detect = (durationMs: number, busyMs: number) =>
  idleExecutors.detect(
    new Facts(
      modelOf({
        durationMs,
        executors: [{ id: '1', cores: 2 }],
        jobs: [{ id: 0, startMs: 0, endMs: busyMs }],
        stages: [{ id: 0, startMs: 0, endMs: busyMs }],
        tasks: [0, 1].map(() => ({ stage: 0, launchMs: 0, finishMs: busyMs })),
      }),
    ),
  );

describe('idle-executors', () => {
  it('tells of slot-time, and claims no time of the run', () => {
    const [finding] = detect(1_000_000, 400_000);
    expect(finding?.cost).toEqual({ wallClockMs: 0, coreMs: 1_200_000, basis: 'interval' });
    expect(finding?.severity).toBe('info');
    expect(finding?.evidence).toContainEqual({ name: 'idle:non-spark-code', value: 1_200_000, unit: 'ms' });
  });

  it('begins at half of the slot-time, in runs of ten minutes', () => {
    expect(detect(1_000_000, 500_000)).toHaveLength(1);
    expect(detect(1_000_000, 501_000)).toEqual([]);
    expect(detect(599_000, 100_000)).toEqual([]);
  });
});
