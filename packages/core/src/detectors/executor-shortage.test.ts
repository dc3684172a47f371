import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { executorShortage } from './executor-shortage.ts';

const detect = (addedMs: readonly number[], properties: Record<string, string>) =>
  executorShortage.detect(
    new Facts(
      modelOf({
        durationMs: 240_000,
        properties,
        executors: addedMs.map((ms, index) => ({ id: String(index + 1), addedMs: ms })),
        stages: [{ id: 0, startMs: 0, endMs: 240_000 }],
        tasks: addedMs.map((ms, index) => ({ stage: 0, launchMs: ms, finishMs: 240_000, executor: String(index + 1) })),
      }),
    ),
  );

describe('executor-shortage', () => {
  it('tells when the requested number was never reached, and what the missing ones could have given at most', () => {
    const [finding] = detect([0, 0], { 'spark.executor.instances': '4' });
    expect(finding?.cause.class).toBe('never-reached');
    // All slots worked for 240 s with half of the executors.
    expect(finding?.cost).toEqual({ wallClockMs: 120_000, coreMs: 0, basis: 'bound' });
  });

  it('tells when they came late: after more than a minute', () => {
    const instances = { 'spark.executor.instances': '2' };
    expect(detect([0, 61_000], instances)[0]?.cause.class).toBe('slow-to-arrive');
    expect(detect([0, 60_000], instances)).toEqual([]);
  });

  it('does not judge what was not asked for, or asked for by demand', () => {
    expect(detect([0], {})).toEqual([]);
    expect(detect([0], { 'spark.executor.instances': '4', 'spark.dynamicAllocation.enabled': 'true' })).toEqual([]);
  });
});
