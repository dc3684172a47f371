import { expect, it } from 'vitest';
import { parseTimeSetting } from './time-settings.ts';

it.each([
  ['60s', 60_000],
  ['90', 90_000],
  ['2min', 120_000],
  ['3m', 180_000],
  [' 1H ', 3_600_000],
  ['250ms', 250],
  ['500us', 0.5],
  ['1d', 86_400_000],
  ['', undefined],
  ['soon', undefined],
  ['5 fortnights', undefined],
  [undefined, undefined],
])('%j is %s ms', (text, ms) => {
  expect(parseTimeSetting(text)).toBe(ms);
});

it('takes a number without a unit as its setting does', () => {
  expect(parseTimeSetting('90', 1)).toBe(90);
});
