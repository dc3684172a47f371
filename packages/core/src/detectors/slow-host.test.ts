import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { slowHost } from './slow-host.ts';

/** A stage on two hosts of two slots each, every slot of which is always busy; tasks on host-2 take `slowMs` and read `slowBytes`. */
function detect(
  slowMs: number,
  slowCount: number,
  slow: {
    bytes?: number;
    loadingMs?: number;
    waitMs?: number;
    warm?: boolean;
    lost?: boolean;
    otherBytes?: number;
    others?: number;
    more?: readonly TaskSketch[];
  } = {},
) {
  const task = (executor: string, index: number, lengthMs: number, metrics: Record<string, unknown>): TaskSketch => ({
    stage: 0,
    executor,
    launchMs: (index >> 1) * lengthMs,
    // A little spread, as real tasks have it.
    finishMs: ((index >> 1) + 1) * lengthMs - (index % 5) * 10,
    metrics,
  });
  const bytes = (count: number) => ({ 'Input Metrics': { 'Bytes Read': count } });
  const slowMetrics = {
    ...bytes(slow.bytes ?? 1e6),
    'Executor Deserialize Time': slow.loadingMs ?? 0,
    'Shuffle Read Metrics': { 'Fetch Wait Time': slow.waitMs ?? 0 },
  };
  // The first task of an executor is cold, and says nothing of its host.
  const warmUp = ['1', '2'].map((executor): TaskSketch => ({ stage: 2, executor, launchMs: -10, finishMs: 0 }));
  const tasks = [
    ...(slow.warm === false ? [] : warmUp),
    ...Array.from({ length: slow.others ?? 60 }, (_, index) => task('1', index, 1_000, bytes(slow.otherBytes ?? 1e6))),
    ...Array.from({ length: slowCount }, (_, index) => task('2', index, slowMs, slowMetrics)),
    ...(slow.more ?? []),
  ];
  const endMs = Math.max(...tasks.map(({ finishMs }) => finishMs));
  const executors = [
    { id: '1', cores: 2 },
    { id: '2', cores: 2, ...(slow.lost === true && { removedMs: 1, reason: 'Remote RPC client disassociated.' }) },
  ];
  return slowHost.detect(
    new Facts(
      modelOf({ durationMs: endMs, executors, stages: [0, 1, 2].map((id) => ({ id, startMs: 0, endMs })), tasks }),
    ),
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
    // Both of two tasks among 12: one way of 12 over 2 = 66, and either host might have had them.
    expect(detect(20_000, 2, { others: 10 })).toEqual([]);
    // Among 62, one way of 1891; four of 64, one of 635,376.
    const asFinding = (confidence: string, severity: string, basis: string) => ({
      cause: { confidence },
      severity,
      cost: { basis },
    });
    expect(detect(20_000, 2)[0]).toMatchObject(asFinding('possible', 'info', 'bound'));
    expect(detect(20_000, 4)[0]).toMatchObject(asFinding('probable', 'critical', 'replay'));
  });

  /** Another stage, in which both hosts are equal: `count` tasks on each, of `usualMs`, the last two of host-1 long ones. */
  const evenStage = (count: number, usualMs: number, longMs = usualMs) =>
    ['1', '2'].flatMap((executor) =>
      Array.from({ length: count }, (_, index): TaskSketch => {
        const isLong = executor === '1' && index >= count - 2;
        return { stage: 1, executor, launchMs: 0, finishMs: isLong ? longMs : usualMs };
      }),
    );

  it('may have been slow for a while only', () => {
    const [finding] = detect(3_000, 20, { more: evenStage(40, 5_000) });
    // Medians of 2,980 and 980 ms: the stage in which it was like the other makes it no faster.
    expect(finding?.evidence[0]).toMatchObject({ name: 'task time against other hosts', value: 3.04 });
  });

  it('slows all tasks: where some are as short as elsewhere, the others have more to do', () => {
    const mixed = (shortOnes: number) =>
      ['1', '2'].flatMap((executor) =>
        Array.from({ length: 20 }, (_, index): TaskSketch => {
          const isLong = executor === '2' && index >= shortOnes;
          return { stage: 1, executor, launchMs: 0, finishMs: isLong ? 5_000 : 1_000 };
        }),
      );
    expect(detect(1_000, 20, { more: mixed(8) })).toEqual([]);
    expect(detect(1_000, 20, { more: mixed(2) })).toHaveLength(1);
  });

  it('is not acquitted by tasks that took a moment longer elsewhere', () => {
    const [finding] = detect(20_000, 2, { more: evenStage(20, 10, 30) });
    const chance = finding?.evidence.find(({ name }) => name === 'chance of that among equal hosts')?.value;
    expect(chance).toBeCloseTo(2 / 1891, 4);
    // Long tasks of the same kind on the other host do acquit it.
    expect(detect(20_000, 2, { more: evenStage(20, 1_000, 20_000) })).toEqual([]);
  });

  it('leaves alone what more data, loading code, waiting for other hosts, a cold start or a loss explains', () => {
    expect(detect(3_000, 20, { bytes: 3e6 })).toEqual([]);
    expect(detect(3_000, 20, { loadingMs: 1_500 })).toEqual([]);
    expect(detect(3_000, 20, { waitMs: 1_500 })).toEqual([]);
    // All tasks that it ran were launched before one had ended there.
    expect(detect(20_000, 2, { warm: false })).toEqual([]);
    // Behind the loss of an executor, tasks there make again what went with it.
    expect(detect(3_000, 20, { lost: true })).toEqual([]);
    // Some bytes are read in no time, whatever multiple they are of others.
    expect(detect(3_000, 20, { bytes: 5_000, otherBytes: 50 })).toHaveLength(1);
  });
});
