import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { tooFewTasks } from './too-few-tasks.ts';

/** One stage from 10 s to 30 s; more slots may come in its first seconds. */
const detect = (taskCount: number, cores: number, coresLater = 0) =>
  tooFewTasks.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores }, ...(coresLater > 0 ? [{ id: '2', cores: coresLater, addedMs: 12_000 }] : [])],
        stages: [{ id: 0, startMs: 10_000, endMs: 30_000 }],
        tasks: Array.from({ length: taskCount }, () => ({ stage: 0, launchMs: 10_000, finishMs: 30_000 })),
      }),
    ),
  );

describe('too-few-tasks', () => {
  it('costs the slots that got nothing, and advises as many parts as would fill them twice', () => {
    const [finding] = detect(2, 8);
    expect(finding?.cost).toEqual({ wallClockMs: 15_000, coreMs: 120_000, basis: 'bound' });
    expect(finding?.advice[0]).toMatchObject({ setting: 'spark.sql.shuffle.partitions', value: '16' });
  });

  it('does not count slots that came while it ran', () => {
    expect(detect(4, 4, 8)).toEqual([]);
    expect(detect(4, 8, 8)[0]?.evidence).toContainEqual({ name: 'slots', value: 8, unit: 'slots' });
  });

  it('leaves stages alone that fill the slots, and those of one task to their own finding', () => {
    expect(detect(8, 8)).toEqual([]);
    expect(detect(1, 8)).toEqual([]);
  });
});
