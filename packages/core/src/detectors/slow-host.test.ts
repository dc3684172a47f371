import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { slowHost } from './slow-host.ts';

/** A stage of 40 tasks on two hosts of two slots; those on host-2 take `slowMs` and read `slowBytes`. */
function detect(slowMs: number, slowBytes = 1e6, slowCount = 20) {
  const task = (executor: string, index: number, lengthMs: number, bytes: number): TaskSketch => ({
    stage: 0,
    executor,
    // A little spread, as real tasks have it.
    launchMs: index * lengthMs,
    finishMs: (index + 1) * lengthMs + (index % 5) * 10,
    metrics: { 'Input Metrics': { 'Bytes Read': bytes } },
  });
  const tasks = [
    ...Array.from({ length: 20 }, (_, index) => task('1', index, 1_000, 1e6)),
    ...Array.from({ length: slowCount }, (_, index) => task('2', index, slowMs, slowBytes)),
  ];
  const endMs = Math.max(...tasks.map(({ finishMs }) => finishMs));
  const executors = ['1', '2'].map((id) => ({ id, cores: 2 }));
  return slowHost.detect(
    new Facts(modelOf({ durationMs: endMs, executors, stages: [{ id: 0, startMs: 0, endMs }], tasks })),
  );
}

describe('slow-host', () => {
  it('names the host, and costs the time beyond the pace of the other over its slots', () => {
    const [finding] = detect(3_000);
    expect(finding?.id).toBe('slow-host:host-2');
    // 20 tasks, each about 2 s longer than the others' median, on two slots.
    expect(finding?.cost.wallClockMs).toBeGreaterThan(19_500);
    expect(finding?.cost.wallClockMs).toBeLessThan(20_500);
  });

  it('needs twice the time, ten tasks, and no more data', () => {
    expect(detect(1_900)).toEqual([]);
    expect(detect(3_000, 3e6)).toEqual([]);
    expect(detect(3_000, 1e6, 9)).toEqual([]);
  });
});
