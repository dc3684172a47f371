import { describe, expect, it } from 'vitest';
import { modelWithPlan, oneQuery } from '../../test-support/plan-events.ts';
import { Facts } from '../derive/facts.ts';
import { explodingJoin } from './exploding-join.ts';

const rows = 'number of output rows';

function detect(rowsOut: number, rowsIn: readonly number[], name = 'SortMergeJoin') {
  return explodingJoin.detect(
    new Facts(
      modelWithPlan(oneQuery, {
        name,
        text: `${name} [k#1], [k#2], Inner`,
        metrics: { [rows]: rowsOut },
        // What feeds a join counts somewhere below it.
        children: rowsIn.map((count) => ({ name: 'Sort', children: [{ name: 'Filter', metrics: { [rows]: count } }] })),
      }),
    ),
  );
}

describe('exploding-join', () => {
  it('costs the part of its stages that goes into rows beyond its larger side', () => {
    const [finding] = detect(40_000_000, [1_000_000, 2_000_000]);
    // Twenty times the larger side: 1/20 of 40 s would have done.
    expect(finding?.cost).toEqual({ wallClockMs: 38_000, coreMs: 38_000, basis: 'bound' });
    expect(finding?.cause.class).toBe('repeated-keys');
    expect(detect(40_000_000, [1_000, 2_000], 'BroadcastNestedLoopJoin')[0]?.cause.class).toBe('no-equal-keys');
  });

  it('needs ten times the larger side and a million rows', () => {
    expect(detect(10_000_000, [1_000_000, 5])).toHaveLength(1);
    expect(detect(9_900_000, [1_000_000, 5])).toEqual([]);
    expect(detect(999_999, [10, 5])).toEqual([]);
  });
});
