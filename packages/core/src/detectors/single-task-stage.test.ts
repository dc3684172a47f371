import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { singleTaskStage } from './single-task-stage.ts';

const detect = (cores: number, lengthMs: number, durationMs = 100_000) =>
  singleTaskStage.detect(
    new Facts(
      modelOf({
        durationMs,
        executors: [{ id: '1', cores }],
        stages: [{ id: 4, startMs: 0, endMs: lengthMs }],
        tasks: [{ stage: 4, launchMs: 0, finishMs: lengthMs }],
      }),
    ),
  );

describe('single-task-stage', () => {
  it('costs what the other slots could have done', () => {
    const [finding] = detect(4, 40_000);
    expect(finding).toMatchObject({
      id: 'single-task-stage:4.0',
      severity: 'critical',
      cost: { wallClockMs: 30_000, coreMs: 120_000, basis: 'replay' },
    });
  });

  it('needs other slots, and a cost of two seconds and 1 % of the run', () => {
    expect(detect(1, 40_000)).toEqual([]);
    expect(detect(2, 4_000)).toHaveLength(1);
    expect(detect(2, 3_998)).toEqual([]);
    expect(detect(2, 19_998, 1_000_000)).toEqual([]);
  });
});
