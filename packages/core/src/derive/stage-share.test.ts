import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { computeStageShares } from './stage-share.ts';

describe('stage shares', () => {
  it('give a stage its own time, and half of the time it shares with another', () => {
    const model = modelOf({
      durationMs: 100,
      stages: [
        { id: 0, startMs: 0, endMs: 60 },
        { id: 1, startMs: 40, endMs: 100 },
      ],
    });
    expect([...computeStageShares(model)]).toEqual([50, 50]);
  });

  it('never exceed the run together', () => {
    const spans = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { maxLength: 20 });
    fc.assert(
      fc.property(spans, fc.nat(900), (stages, durationMs) => {
        const model = modelOf({
          durationMs,
          stages: stages.map(([a, b], id) => ({ id, startMs: Math.min(a, b), endMs: Math.max(a, b) })),
        });
        const shares = computeStageShares(model);
        const sum = shares.reduce((total, share) => total + share, 0);
        expect(sum).toBeLessThanOrEqual(durationMs + 1e-6);
        expect(shares.every((share) => share >= 0)).toBe(true);
      }),
    );
  });
});
