import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { stragglingTasks } from './straggling-tasks.ts';
import { taskSkew } from './task-skew.ts';

/** Eight tasks of 2 s on two slots, and one of 20 s at the end with these metrics. */
function factsOf(longMetrics: Record<string, unknown>) {
  const tasks = Array.from({ length: 8 }, (_, task) => ({
    stage: 0,
    launchMs: 2_000 * Math.floor(task / 2),
    finishMs: 2_000 * (Math.floor(task / 2) + 1),
    metrics: { 'Executor Run Time': 2_000, 'Executor CPU Time': 1.8e9, 'Input Metrics': { 'Bytes Read': 1e6 } },
  }));
  const long = {
    stage: 0,
    launchMs: 8_000,
    finishMs: 28_000,
    metrics: { 'Executor Run Time': 20_000, 'Input Metrics': { 'Bytes Read': 1e6 }, ...longMetrics },
  };
  return new Facts(
    modelOf({
      durationMs: 100_000,
      executors: [{ id: '1', cores: 2 }],
      stages: [{ id: 0, startMs: 0, endMs: 28_000 }],
      tasks: [...tasks, long],
    }),
  );
}

describe('straggling-tasks', () => {
  it.each([
    ['gc', { 'JVM GC Time': 7_000 }, 7_000, 'warning'],
    ['cold-start', { 'Executor Run Time': 10_000, 'Executor Deserialize Time': 9_000 }, 9_000, 'info'],
    ['unknown', {}, 18_000, 'info'],
  ])('tells %s from skew, and costs what held the task up', (cause, metrics, costMs, severity) => {
    const facts = factsOf(metrics);
    const [finding] = stragglingTasks.detect(facts);
    expect(finding?.cause.class).toBe(cause);
    expect(finding?.severity).toBe(severity);
    // The long task is the last one: the stage ends earlier by what it would have been shorter.
    expect(finding?.cost).toEqual({ wallClockMs: costMs, coreMs: costMs, basis: 'replay' });
    expect(taskSkew.detect(facts)).toEqual([]);
  });

  it('leaves waits for shuffle data to shuffle-fetch-wait where they are a good part of the stage', () => {
    const waiting = (ms: number) =>
      stragglingTasks.detect(factsOf({ 'Shuffle Read Metrics': { 'Fetch Wait Time': ms } }));
    expect(waiting(7_000)).toEqual([]);
  });

  it('leaves skew to task-skew', () => {
    const facts = factsOf({ 'Executor CPU Time': 18e9, 'Input Metrics': { 'Bytes Read': 20e6 } });
    expect(stragglingTasks.detect(facts)).toEqual([]);
    expect(taskSkew.detect(facts)).toHaveLength(1);
  });
});
