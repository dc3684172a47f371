import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replayMs } from './replay.ts';

/** The same by the obvious way: look for the first free slot each time. */
function replaySlowly(durations: readonly number[], slots: number): number {
  const free = Array.from({ length: slots }, () => 0);
  for (const duration of durations) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + duration;
  }
  return Math.max(...free);
}

describe('replay', () => {
  it.each([
    [[5, 5, 5, 5], 2, 10],
    [[10, 1, 1, 1], 2, 10],
    [[1, 1, 1, 10], 2, 11],
    [[3], 8, 3],
    [[], 4, 0],
  ])('%j on %d slots takes %d', (durations, slots, expected) => {
    expect(replayMs(Float64Array.from(durations), slots)).toBe(expected);
  });

  it('gives each task to the first free slot', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100)), fc.integer({ min: 1, max: 9 }), (durations, slots) => {
        expect(replayMs(Float64Array.from(durations), slots)).toBe(replaySlowly(durations, slots));
      }),
    );
  });
});
