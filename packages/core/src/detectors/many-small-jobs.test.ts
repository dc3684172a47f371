import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { manySmallJobs } from './many-small-jobs.ts';

/** Jobs of one second, one after the other, each with one task of half a second, on ten slots. */
const detect = (count: number, lengthMs = 1_000) =>
  manySmallJobs.detect(
    new Facts(
      modelOf({
        durationMs: count * lengthMs,
        executors: [{ id: '1', cores: 10 }],
        jobs: Array.from({ length: count }, (_, id) => ({
          id,
          startMs: id * lengthMs,
          endMs: (id + 1) * lengthMs,
          stageIds: [id],
        })),
        stages: Array.from({ length: count }, (_, id) => ({
          id,
          startMs: id * lengthMs + 1,
          endMs: (id + 1) * lengthMs,
        })),
        tasks: Array.from({ length: count }, (_, id) => ({
          stage: id,
          launchMs: id * lengthMs + 100,
          finishMs: id * lengthMs + 600,
        })),
      }),
    ),
  );

describe('many-small-jobs', () => {
  it('costs what the jobs took beyond what their tasks would take on all slots', () => {
    const [finding] = detect(100);
    // 100 s of jobs; 50 s of tasks on 10 slots are 5 s.
    expect(finding?.cost).toEqual({ wallClockMs: 95_000, coreMs: 950_000, basis: 'bound' });
    expect(finding?.title).toBe('100 jobs of 1 s each from one line of code');
  });

  it('needs fifty of them, each under two seconds', () => {
    expect(detect(50)).toHaveLength(1);
    expect(detect(49)).toEqual([]);
    expect(detect(100, 2_000)).toEqual([]);
  });
});
