import { describe, expect, it } from 'vitest';
import { parseSize } from './size.ts';

describe('sizes', () => {
  it.each([
    ['64MB', 64_000_000],
    ['64m', 64_000_000],
    ['64MiB', 67_108_864],
    ['1.5 GB', 1_500_000_000],
    ['1GiB', 1_073_741_824],
    ['2kib', 2048],
    ['500', 500],
    ['500B', 500],
  ])('%s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', '0', '-1MB', 'MB', '5 parsecs', '1e9', '5iB', '0.1', '9999999TB', '1,5GB'])('refuses "%s"', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
