import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { memorySize } from './memory-size.ts';

const gibibyte = 2 ** 30;

/** Thirty tasks of 20 s in a run of ten minutes, on a heap of 10 GiB that they fill up to this. */
function detect(peakBytes: number, gcMs = 0, tasks = 30) {
  const builder = new ModelBuilder();
  const run = {
    durationMs: 600_000,
    properties: { 'spark.executor.memory': '10g' },
    executors: [{ id: '1' }],
    stages: [{ id: 0, startMs: 0, endMs: 600_000 }],
    tasks: Array.from({ length: tasks }, (_, task) => ({
      stage: 0,
      launchMs: task * 20_000,
      finishMs: (task + 1) * 20_000,
      metrics: { 'Executor Run Time': 20_000, 'JVM GC Time': gcMs },
    })),
  };
  for (const event of eventsOf(run)) {
    const withPeak =
      event.Event === 'SparkListenerTaskEnd' ? { 'Task Executor Metrics': { JVMHeapMemory: peakBytes } } : {};
    builder.add(String(event.Event), { ...event, ...withPeak });
  }
  return memorySize.detect(new Facts(builder.finish()));
}

describe('memory-size', () => {
  it('asks for less where the heap was never used, by the peak and some room', () => {
    const [finding] = detect(3 * gibibyte);
    expect(finding?.cause.class).toBe('too-large');
    // 1.3 x 3 GiB are 3.9 GiB.
    expect(finding?.advice[0]?.value).toBe('3994m');
    expect(finding?.severity).toBe('info');
  });

  it('asks for more where it was full and collected a lot', () => {
    expect(detect(9.8 * gibibyte, 2_500)[0]?.advice[0]?.value).toBe('15g');
    // A full heap that hardly collects is only lazy.
    expect(detect(9.8 * gibibyte, 1_000)).toEqual([]);
  });

  it('is silent in between, and without enough samples', () => {
    expect(detect(4 * gibibyte)).toEqual([]);
    expect(detect(0)).toEqual([]);
    expect(detect(3 * gibibyte, 0, 19)).toEqual([]);
  });
});
