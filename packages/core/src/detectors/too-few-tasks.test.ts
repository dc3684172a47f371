import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { tooFewTasks } from './too-few-tasks.ts';

const detect = (taskCount: number, cores: number) =>
  tooFewTasks.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores }],
        stages: [{ id: 0, startMs: 0, endMs: 20_000 }],
        tasks: Array.from({ length: taskCount }, () => ({ stage: 0, launchMs: 0, finishMs: 20_000 })),
      }),
    ),
  );

describe('too-few-tasks', () => {
  it('costs the slots that got nothing, and advises as many parts as would fill them twice', () => {
    const [finding] = detect(2, 8);
    expect(finding?.cost).toEqual({ wallClockMs: 15_000, coreMs: 120_000, basis: 'bound' });
    expect(finding?.advice[0]).toMatchObject({ setting: 'spark.sql.shuffle.partitions', value: '16' });
  });

  it('leaves stages alone that fill the slots, and those of one task to their own finding', () => {
    expect(detect(8, 8)).toEqual([]);
    expect(detect(1, 8)).toEqual([]);
  });
});
