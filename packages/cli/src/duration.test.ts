import { describe, expect, it } from 'vitest';
import { parseDuration } from './duration.ts';

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['2m', 120_000],
    ['2min', 120_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['1 h 30 m', 5_400_000],
    ['1d', 86_400_000],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '30', 's', '-5s', '0s', '5 parsecs', '1e3s', '5s5s', '1,5s', 'Infinitys'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
