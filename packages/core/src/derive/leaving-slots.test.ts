import { describe, expect, it } from 'vitest';
import { eventsOf, modelOf, sketchStartEpochMs, type RunSketch } from '../../test-support/model-of.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { Facts } from './facts.ts';
import { explainGaps } from './gap-causes.ts';
import { leavingSlotChanges } from './leaving-slots.ts';

/** A stage of ten tasks, of which an executor of two slots runs two until 20 s and 30 s, and another has none. */
const run = (reason: string): RunSketch => ({
  durationMs: 100_000,
  executors: [
    { id: '1', cores: 2, removedMs: 60_000, reason },
    { id: '2', cores: 1, addedMs: 90_000 },
  ],
  jobs: [{ id: 0, startMs: 0, endMs: 100_000 }],
  stages: [{ id: 0, startMs: 0, endMs: 100_000, taskCount: 10 }],
  tasks: [
    { stage: 0, launchMs: 0, finishMs: 20_000 },
    { stage: 0, launchMs: 10_000, finishMs: 30_000 },
  ],
});
const decommissioned = 'Executor decommission: worker decommissioned';

describe('slots of executors that leave', () => {
  it('get no more work from the last task on that a decommissioned executor was given', () => {
    expect(leavingSlotChanges(modelOf(run(decommissioned)))).toEqual([
      { timeMs: 10_000, change: 0 },
      { timeMs: 20_000, change: 1 },
      { timeMs: 30_000, change: 1 },
      { timeMs: 60_000, change: -2 },
    ]);
  });

  it('could have been given work on executors that only scaled down, or were lost', () => {
    expect(leavingSlotChanges(modelOf(run('Executor decommission: spark scale down')))).toEqual([]);
    expect(leavingSlotChanges(modelOf(run('worker lost: gone')))).toEqual([]);
  });

  it('get no work while Spark excludes them', () => {
    const builder = new ModelBuilder();
    const sketch = run('worker lost: gone');
    for (const event of eventsOf({ ...sketch, properties: { 'spark.excludeOnFailure.timeout': '20s' } })) {
      builder.add(String(event.Event), event);
    }
    const name = 'org.apache.spark.scheduler.SparkListenerExecutorExcluded';
    builder.add(name, { Event: name, time: sketchStartEpochMs + 15_000, executorId: '1', taskFailures: 2 });
    expect(leavingSlotChanges(builder.finish())).toEqual([
      { timeMs: 15_000, change: 0 },
      { timeMs: 20_000, change: 1 },
      { timeMs: 30_000, change: 1 },
      { timeMs: 35_000, change: -2 },
    ]);
  });

  it('do not wait for the driver', () => {
    const waiting = (reason: string) => {
      const { driverIndex, wallClock } = new Facts(modelOf(run(reason)));
      const bucket = Math.floor(45_000 / driverIndex.bucketMs);
      return [driverIndex.shares[bucket], wallClock.ms['waiting-for-executors']];
    };
    // From 30 s on both slots are free with tasks pending; none is there between 60 s and 90 s.
    expect(waiting('worker lost: gone')).toEqual([1, 30_000]);
    expect(waiting(decommissioned)).toEqual([0, 60_000]);
    const facts = new Facts(modelOf(run(decommissioned)));
    const [gap] = explainGaps(facts.model, facts.wallClock.gaps, 5_000);
    expect(gap).toMatchObject({
      cause: 'waiting-for-executors',
      confidence: 'probable',
      startMs: 30_000,
      endMs: 90_000,
    });
  });
});
