import { expect, it } from 'vitest';
import { formatMemorySetting, parseMemorySetting } from './memory-settings.ts';

it.each([
  ['4g', 4 * 2 ** 30],
  ['512m', 512 * 2 ** 20],
  ['2GB', 2 * 2 ** 30],
  ['1024', 1024],
  ['', undefined],
  ['lots', undefined],
  [undefined, undefined],
])('%j is %j bytes', (text, bytes) => {
  expect(parseMemorySetting(text)).toBe(bytes);
});

it('takes the unit of the setting where none is written', () => {
  expect(parseMemorySetting('384', 2 ** 20)).toBe(384 * 2 ** 20);
});

it.each([
  [2 ** 30, '1g'],
  [1.5 * 2 ** 30, '1536m'],
  [5.1 * 2 ** 30, '6g'],
])('writes %j as %j', (bytes, text) => {
  expect(formatMemorySetting(bytes)).toBe(text);
});
