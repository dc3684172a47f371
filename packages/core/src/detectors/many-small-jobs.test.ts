import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { manySmallJobs } from './many-small-jobs.ts';

/** Jobs of one second, one after the other, each with one task of half a second, on ten slots. */
const detect = (count: number, lengthMs = 1_000, everyMs = lengthMs, metrics?: TaskSketch['metrics']) =>
  manySmallJobs.detect(
    new Facts(
      modelOf({
        durationMs: count * everyMs,
        executors: [{ id: '1', cores: 10 }],
        jobs: Array.from({ length: count }, (_, id) => ({
          id,
          startMs: id * everyMs,
          endMs: id * everyMs + lengthMs,
          stageIds: [id],
        })),
        stages: Array.from({ length: count }, (_, id) => ({
          id,
          startMs: id * everyMs + 1,
          endMs: id * everyMs + lengthMs,
        })),
        tasks: Array.from({ length: count }, (_, id) => ({
          stage: id,
          launchMs: id * everyMs + 100,
          finishMs: id * everyMs + 600,
          ...(metrics && { metrics }),
        })),
      }),
    ),
  );

describe('many-small-jobs', () => {
  it('costs what the jobs took beyond what their tasks would take on all slots', () => {
    const [finding] = detect(100);
    // 100 s of jobs; 50 s of tasks on 10 slots are 5 s.
    expect(finding?.cost).toEqual({ wallClockMs: 95_000, coreMs: 950_000, basis: 'interval' });
    expect(finding?.title).toBe('100 jobs of 1 s each from one line of code');
  });

  it('counts the short pauses from one job to the next, in which the driver prepares it', () => {
    // 99 pauses of half a second; pauses of two seconds are something else.
    expect(detect(100, 1_000, 1_500)[0]?.cost.wallClockMs).toBe(95_000 + 49_500);
    expect(detect(100, 1_000, 3_000)[0]?.cost.wallClockMs).toBe(95_000);
  });

  it('takes what each task costs in code for no work, when it is short, computes and reads nothing', () => {
    const costWith = (runMs: number, cpuMs: number, bytes = 0) =>
      detect(100, 1_000, 1_000, {
        'Executor Run Time': runMs,
        'Executor CPU Time': cpuMs * 1e6,
        'Input Metrics': { 'Bytes Read': bytes },
      })[0]?.cost.wallClockMs;
    // 100 tasks that computed for 10 ms of their 150 did so for 1 s, on ten slots.
    expect(costWith(150, 10)).toBe(100_000 - 100);
    // Whoever reads, or waits for longer, may have to do so in one job too: 15 s and 45 s.
    expect(costWith(150, 10, 1e6)).toBe(100_000 - 1_500);
    expect(costWith(450, 10)).toBe(100_000 - 4_500);
  });

  it('needs fifty of them, each under two seconds', () => {
    expect(detect(50)).toHaveLength(1);
    expect(detect(49)).toEqual([]);
    expect(detect(100, 2_000)).toEqual([]);
  });
});
