import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { slowHost } from './slow-host.ts';

/** A stage on two hosts of two slots each, every slot of which is always busy; tasks on host-2 take `slowMs` and read `slowBytes`. */
function detect(slowMs: number, slowCount: number, slow: { bytes?: number; loadingMs?: number } = {}) {
  const task = (executor: string, index: number, lengthMs: number, metrics: Record<string, unknown>): TaskSketch => ({
    stage: 0,
    executor,
    launchMs: (index >> 1) * lengthMs,
    // A little spread, as real tasks have it.
    finishMs: ((index >> 1) + 1) * lengthMs - (index % 5) * 10,
    metrics,
  });
  const bytes = (count: number) => ({ 'Input Metrics': { 'Bytes Read': count } });
  const slowMetrics = { ...bytes(slow.bytes ?? 1e6), 'Executor Deserialize Time': slow.loadingMs ?? 0 };
  const tasks = [
    ...Array.from({ length: 60 }, (_, index) => task('1', index, 1_000, bytes(1e6))),
    ...Array.from({ length: slowCount }, (_, index) => task('2', index, slowMs, slowMetrics)),
  ];
  const endMs = Math.max(...tasks.map(({ finishMs }) => finishMs));
  const executors = ['1', '2'].map((id) => ({ id, cores: 2 }));
  return slowHost.detect(
    new Facts(modelOf({ durationMs: endMs, executors, stages: [{ id: 0, startMs: 0, endMs }], tasks })),
  );
}

describe('slow-host', () => {
  it('names the host, and costs what its tasks at the pace of the others would have saved', () => {
    const [finding] = detect(3_000, 20);
    expect(finding?.id).toBe('slow-host:host-2');
    // 60 tasks of 1 s and 20 of 3 s kept four slots busy for 30 s; 80 of 1 s would have for 20 s.
    expect(finding?.cost.wallClockMs).toBeGreaterThan(9_000);
    expect(finding?.cost.wallClockMs).toBeLessThan(11_000);
    expect(finding?.cost.basis).toBe('replay');
  });

  it('needs twice the time', () => {
    expect(detect(1_900, 20)).toEqual([]);
  });

  it('needs more long tasks on it than chance gives, however long they are', () => {
    // Both of two tasks among 62: one way of 62 over 2 = 1891, and either host might have had them.
    expect(detect(20_000, 2)).toEqual([]);
    // Four of 64: one way of 635,376.
    expect(detect(20_000, 4)).toHaveLength(1);
  });

  it('leaves alone what more data or the loading of code explains', () => {
    expect(detect(3_000, 20, { bytes: 3e6 })).toEqual([]);
    expect(detect(3_000, 20, { loadingMs: 1_500 })).toEqual([]);
  });
});
