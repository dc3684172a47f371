import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { spill } from './spill.ts';

/** One stage of two tasks of 40 s on two slots, the first of which spills. */
const detect = (diskBytes: number, metrics: Record<string, unknown> = {}) =>
  spill.detect(
    new Facts(
      modelOf({
        durationMs: 100_000,
        executors: [{ id: '1', cores: 2 }],
        stages: [{ id: 0, startMs: 0, endMs: 40_000 }],
        tasks: [diskBytes, 0].map((bytes) => ({
          stage: 0,
          launchMs: 0,
          finishMs: 40_000,
          metrics: {
            'Executor Run Time': 40_000,
            'Executor CPU Time': 10e9,
            'Disk Bytes Spilled': bytes,
            'Memory Bytes Spilled': 4 * bytes,
            'Input Metrics': { 'Bytes Read': 50e6 },
            ...metrics,
          },
        })),
      }),
    ),
  );

describe('spill', () => {
  it('costs at most the time in which the spilling tasks neither computed nor waited for something else', () => {
    const [finding] = detect(200e6, { 'JVM GC Time': 6_000 });
    // 40 s less 10 s of CPU and 6 s of GC, on two slots.
    expect(finding?.cost).toEqual({ wallClockMs: 12_000, coreMs: 24_000, basis: 'bound' });
    // 800 MB spilled from memory for 100 MB read: nine times as many parts as the two that there were.
    expect(finding?.advice[0]?.text).toContain('18 partitions');
  });

  it('advises to split what is skewed where only that spilled', () => {
    const task = (index: number, bytes: number, finishMs: number) => ({
      stage: 0,
      launchMs: 0,
      finishMs,
      partition: index,
      metrics: {
        'Executor Run Time': finishMs,
        'Disk Bytes Spilled': index === 0 ? 200e6 : 0,
        'Memory Bytes Spilled': index === 0 ? 800e6 : 0,
        'Shuffle Read Metrics': { 'Local Bytes Read': bytes },
      },
    });
    const model = modelOf({
      durationMs: 100_000,
      executors: [{ id: '1', cores: 12 }],
      stages: [{ id: 0, startMs: 0, endMs: 40_000 }],
      tasks: Array.from({ length: 12 }, (_, index) =>
        task(index, index === 0 ? 500e6 : 5e6, index === 0 ? 40_000 : 1_000),
      ),
    });
    const [finding] = spill.detect(new Facts(model));
    expect(finding?.advice[0]?.text).toContain('see task-skew');
    expect(finding?.advice[0]?.setting).toBeUndefined();
  });

  it('is told of as information where it cost next to nothing', () => {
    const [finding] = detect(200e6, { 'Executor CPU Time': 39.5e9 });
    expect(finding?.cost.wallClockMs).toBe(250);
    expect(finding?.severity).toBe('info');
  });

  it('is judged against the data of the stage: a tenth is the limit', () => {
    expect(detect(10e6)).toHaveLength(1);
    expect(detect(9.9e6)).toEqual([]);
    expect(detect(0)).toEqual([]);
  });
});
