import { describe, expect, it } from 'vitest';
import { newPage } from '../../terminal/page.ts';
import { areaChart, resample, sparkline } from './area-chart.ts';

const page = newPage(80, false, true);

describe('resampling to columns', () => {
  it('takes means over fewer columns and repeats over more', () => {
    expect(resample([1, 3, 5, 7], 10, 40, 2)).toEqual([2, 6]);
    expect(resample([1, 3], 10, 20, 4)).toEqual([1, 1, 3, 3]);
  });

  it('keeps the area where columns and buckets do not meet', () => {
    const columns = resample([4, 0, 2], 10, 30, 7);
    const area = columns.reduce((sum, value) => sum + (value * 30) / 7, 0);
    expect(area).toBeCloseTo(60, 9);
  });
});

describe('the area chart', () => {
  it('fills from the bottom, and shows what was offered above what was used', () => {
    // Four slots over two rows: each row stands for two, an eighth of a row for a quarter.
    expect(areaChart([0, 1, 2, 3, 4], [0, 4, 4, 4, 4], 4, 2, page)).toEqual([' ░░▄█', ' ▄███']);
  });

  it('does not hide a little use', () => {
    expect(areaChart([0.01], [4], 4, 2, page)).toEqual(['░', '▁']);
  });

  it('counts over time', () => {
    expect(sparkline([0, 1, 2, 4, 8], 8, page)).toBe(' ▁▂▄█');
  });
});
