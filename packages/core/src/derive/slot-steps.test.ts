import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { SlotSteps } from './slot-steps.ts';

describe('slots over time', () => {
  const steps = new SlotSteps(
    modelOf({
      durationMs: 100_000,
      executors: [
        { id: '1', cores: 4, addedMs: 10_000, removedMs: 30_000 },
        { id: '2', cores: 2, addedMs: 20_000 },
        { id: '3', cores: 4, addedMs: 50_000 },
      ],
    }),
  );

  it('steps up when an executor comes and down at the moment it goes', () => {
    expect([0, 10_000, 19_999, 20_000, 29_999, 30_000, 50_000, 99_000].map((ms) => steps.at(ms))).toEqual([
      0, 4, 4, 6, 6, 2, 6, 6,
    ]);
  });

  it('knows when as many are there again', () => {
    expect(steps.firstWith(6, 30_000)).toBe(50_000);
    expect(steps.firstWith(2, 30_000)).toBe(30_000);
    expect(steps.firstWith(7, 0)).toBeUndefined();
  });
});
