import { describe, expect, it } from 'vitest';
import { eventsOf, modelOf, type RunSketch } from '../../test-support/model-of.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { measureDriverDelays, workWhileCrowded } from './driver-delays.ts';

/** Ten jobs, one every 10 s; those of the second half take `factor` times as long to their first stage and task. */
function runOf(factor: number, count = 10): RunSketch {
  const steps = Array.from({ length: count }, (_, id) => ({
    id,
    startMs: 10_000 * id,
    slow: id >= count / 2 ? factor : 1,
  }));
  return {
    durationMs: 10_000 * count,
    executors: [{ id: '1' }],
    jobs: steps.map(({ id, startMs }) => ({ id, startMs, endMs: startMs + 9_000, stageIds: [id] })),
    stages: steps.map(({ id, startMs, slow }) => ({ id, startMs: startMs + 10 * slow, endMs: startMs + 9_000 })),
    tasks: steps.map(({ id, startMs, slow }) => ({
      stage: id,
      launchMs: startMs + 10 * slow + 20 * slow,
      finishMs: startMs + 8_000,
    })),
  };
}

const secondHalf = [{ startMs: 50_000, endMs: 100_000 }];

describe('delays of the driver', () => {
  it('compares its other steps while it is crowded with those while it is not', () => {
    expect(measureDriverDelays({ model: modelOf(runOf(4)), overloadedIntervals: secondHalf })).toEqual([
      { name: 'from the start of a job to its first stage', crowdedMs: 40, calmMs: 10 },
      { name: 'from the submission of a stage to its first task', crowdedMs: 80, calmMs: 20 },
    ]);
  });

  it('says nothing of fewer than five on a side', () => {
    expect(measureDriverDelays({ model: modelOf(runOf(4, 8)), overloadedIntervals: secondHalf })).toEqual([]);
    expect(measureDriverDelays({ model: modelOf(runOf(4)), overloadedIntervals: [] })).toEqual([]);
  });

  it('counts what is open at once within the crowded stretches only', () => {
    const model = modelOf({
      durationMs: 100_000,
      jobs: [
        { id: 0, startMs: 0, endMs: 60_000 },
        { id: 1, startMs: 10_000, endMs: 40_000 },
        { id: 2, startMs: 20_000, endMs: 50_000 },
        { id: 3, startMs: 60_000, endMs: 70_000 },
      ],
    });
    expect(workWhileCrowded({ model, overloadedIntervals: secondHalf })).toEqual({ queries: 0, jobs: 1, streams: 0 });
    const early = [{ startMs: 30_000, endMs: 45_000 }];
    expect(workWhileCrowded({ model, overloadedIntervals: early })).toEqual({ queries: 0, jobs: 3, streams: 0 });
  });
});

describe('memory of the driver', () => {
  const update = (executorId: string, heap: number, gc: number) => ({
    Event: 'SparkListenerExecutorMetricsUpdate',
    'Executor ID': executorId,
    'Metrics Updated': [],
    'Executor Metrics Updated': [
      { 'Stage ID': -1, 'Stage Attempt ID': -1, 'Executor Metrics': { JVMHeapMemory: heap, TotalGCTime: gc } },
    ],
  });

  it('is the highest that any update tells of the driver', () => {
    const builder = new ModelBuilder();
    const events = [
      ...eventsOf({ durationMs: 1_000 }),
      update('driver', 100, 5),
      update('driver', 80, 9),
      update('1', 999, 999),
    ];
    for (const event of events) builder.add(String(event.Event), event);
    expect(builder.finish().driverMetrics).toEqual({ peakHeapBytes: 100, gcMs: 9 });
  });
});
