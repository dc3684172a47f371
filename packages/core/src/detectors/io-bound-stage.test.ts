import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ioBoundStage } from './io-bound-stage.ts';

/** Two tasks of 20 s on two slots. */
const detect = (bytesReadPerTask: number, cpuMs: number) =>
  ioBoundStage.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        stages: [{ id: 0, startMs: 0, endMs: 20_000 }],
        tasks: [0, 1].map(() => ({
          stage: 0,
          launchMs: 0,
          finishMs: 20_000,
          metrics: {
            'Executor Run Time': 20_000,
            'Executor CPU Time': cpuMs * 1e6,
            'Input Metrics': { 'Bytes Read': bytesReadPerTask },
          },
        })),
      }),
    ),
  );

describe('io-bound-stage', () => {
  it('costs the time that was no work at most', () => {
    const [finding] = detect(100e6, 5_000);
    expect(finding?.cost).toEqual({ wallClockMs: 15_000, coreMs: 30_000, basis: 'bound' });
    expect(finding?.cause.class).toBe('input');
  });

  it('needs 3 MB per second and half of the time', () => {
    expect(detect(60e6, 10_000)).toHaveLength(1);
    expect(detect(59e6, 10_000)).toEqual([]);
    expect(detect(100e6, 10_100)).toEqual([]);
  });
});
