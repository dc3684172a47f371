import { expect, it } from 'vitest';
import { leastOf, mostOf } from './extremes.ts';

it('takes more values than a call takes arguments', () => {
  const items = Array.from({ length: 1_000_000 }, (_, index) => ({ value: Math.abs(index - 600_000) }));
  expect(leastOf(items, ({ value }) => value)).toBe(0);
  expect(mostOf(items, ({ value }) => value)).toBe(600_000);
});

it('has no extreme of nothing', () => {
  expect(leastOf([], Number)).toBe(Infinity);
  expect(mostOf([], Number)).toBe(-Infinity);
});
