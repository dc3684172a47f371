import { describe, expect, it } from 'vitest';
import { columnOf, timeAxis } from './time-axis.ts';

describe('the time axis', () => {
  it('marks round times in the cell where they fall', () => {
    // 60 columns for 60 s: a column a second, and a label needs eleven.
    const axis = timeAxis(60_000, 60);
    expect(axis).toBe('0              15 s           30 s           45 s');
    expect(axis.indexOf('30 s')).toBe(30);
  });

  it.each([1, 7, 900, 59_999, 3_600_000, 90_000_000, 3e10])('fits a run of %d ms', (runMs) => {
    expect(timeAxis(runMs, 62).length).toBeLessThanOrEqual(62);
  });

  it('puts the end into the last column', () => {
    expect(columnOf(0, 100, 10)).toBe(0);
    expect(columnOf(99, 100, 10)).toBe(9);
    expect(columnOf(100, 100, 10)).toBe(9);
  });
});
