import { describe, expect, it } from 'vitest';
import { widthOf } from '../../terminal/fit.ts';
import { newPage } from '../../terminal/page.ts';
import { keyOf, stackedBar, type BarPart } from './stacked-bar.ts';

const part = (ms: number, index: number, shade: 0 | 1 | 2): BarPart => ({
  ms,
  key: keyOf(index),
  shade,
  paint: (text) => text,
});
const parts = [part(30, 0, 0), part(10, 1, 1), part(60, 2, 2)];

describe('the stacked bar', () => {
  it('begins each segment with its letter and shades it by group', () => {
    expect(stackedBar(parts, 10, newPage(80, false, true))).toBe('A░░BC█████');
    expect(stackedBar(parts, 10, newPage(80, false, false))).toBe('A..BC#####');
  });

  it.each([1, 3, 37, 80, 120])('fills exactly %d columns, in colour too', (width) => {
    expect(widthOf(stackedBar(parts, width, newPage(80, true, true)))).toBe(width);
  });
});
