import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { tooManySmallTasks } from './too-many-small-tasks.ts';

/** `count` tasks on two slots, one behind the other, of which `runMs` each is work. */
const detect = (count: number, durationMs: number, runMs: number) =>
  tooManySmallTasks.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        stages: [{ id: 0, startMs: 0, endMs: (count / 2) * durationMs }],
        tasks: Array.from({ length: count }, (_, task) => ({
          stage: 0,
          launchMs: Math.floor(task / 2) * durationMs,
          finishMs: (Math.floor(task / 2) + 1) * durationMs,
          metrics: { 'Executor Run Time': runMs },
        })),
      }),
    ),
  );

describe('too-many-small-tasks', () => {
  it('costs what a replay with as many tasks as the work is worth saves', () => {
    const [finding] = detect(400, 200, 50);
    // 400 x 200 ms on two slots are 40 s. 20 s of work are 20 tasks of 1 s, each with the same 150 ms: 11.5 s.
    expect(finding?.cost).toEqual({ wallClockMs: 28_500, coreMs: 60_000, basis: 'replay' });
    expect(finding?.advice[0]?.text).toContain('20 would do');
  });

  it('leaves alone what is long enough, few enough, or all work', () => {
    expect(detect(400, 501, 50)).toEqual([]);
    expect(detect(98, 200, 50)).toEqual([]);
    // 200 ms of 200 ms are work: joining tasks saves nothing.
    expect(detect(400, 200, 200)).toEqual([]);
  });
});
