import { describe, expect, it } from 'vitest';
import { cutToLetters } from './cut-text.ts';

describe('a text that is too long', () => {
  it('loses its end', () => {
    expect(cutToLetters('4 executors were lost to the cluster', 16)).toBe('4 executors were…');
    expect(cutToLetters('short', 9)).toBe('short');
  });

  it('loses its middle when it ends with a path, whose end says more', () => {
    const name = 'stage 3 · collect at /home/etl/jobs/daily_revenue.py:30';
    expect(cutToLetters(name, 30)).toBe('stage 3 · colle…y_revenue.py:30');
    expect(cutToLetters(name, 30)).toHaveLength(31);
  });

  it('keeps its beginning when little of it is left', () => {
    expect(cutToLetters('stage 3 · collect at /home/etl/jobs/daily_revenue.py:30', 7)).toBe('stage 3…');
  });
});
