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
    expect(finding?.cost).toEqual({ wallClockMs: 15_000, coreMs: 120_000, basis: 'replay' });
    expect(finding?.advice[0]?.text).toContain('16 partitions');
  });

  /** Two tasks of 20 s on eight slots, and what they say of their time. */
  const ofMetrics = (metrics: Readonly<Record<string, number>>, others: number) =>
    tooFewTasks.detect(
      new Facts(
        modelOf({
          // Buckets of a second.
          durationMs: 240_000,
          executors: [{ id: '1', cores: 8 }],
          stages: [
            { id: 0, startMs: 10_000, endMs: 30_000, taskCount: 2 },
            { id: 1, startMs: 10_000, endMs: 30_000, taskCount: 8 },
          ],
          tasks: [
            ...[1, 2].map(() => ({ stage: 0, launchMs: 10_000, finishMs: 30_000, metrics })),
            ...Array.from({ length: others }, () => ({ stage: 1, launchMs: 10_000, finishMs: 30_000 })),
          ],
        }),
      ),
    )[0]?.cost.wallClockMs;

  it('pays for each of more tasks what the few paid to be launched, loaded and reported', () => {
    // 36 s in code on eight slots are 4.5 s, and 2 s more for each: 13.5 s of 20 are saved, but for half of the time the other stage answers.
    expect(ofMetrics({ 'Executor Run Time': 18_000 }, 0)).toBe(10_000);
    expect(ofMetrics({ 'Executor Run Time': 8_000 }, 0)).toBe(6_000);
  });

  it('does not cut what took long for starting cold', () => {
    expect(ofMetrics({ 'Executor Run Time': 18_000, 'Executor Deserialize Time': 1_999 }, 0)).toBe(10_000);
    expect(ofMetrics({ 'Executor Run Time': 18_000, 'Executor Deserialize Time': 2_000 }, 0)).toBeUndefined();
  });

  it('does not share out what running code for the first time took', () => {
    // Of 12 s in code, 3 s warmed the executor up: 18 s on eight slots are 2.25 s, and 11 s more for each.
    expect(ofMetrics({ 'Executor Run Time': 12_000, 'Executor Deserialize Time': 1_500 }, 0)).toBe(6_750);
    expect(ofMetrics({ 'Executor Run Time': 12_000 }, 0)).toBe(9_000);
  });

  it('leaves out slots that other stages used', () => {
    // Of eight slots four, one or none were free for 20 s.
    expect(ofMetrics({ 'Executor Run Time': 20_000 }, 2)).toBe(10_000);
    expect(ofMetrics({ 'Executor Run Time': 20_000 }, 5)).toBe(2_500);
    expect(ofMetrics({ 'Executor Run Time': 20_000 }, 6)).toBeUndefined();
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
