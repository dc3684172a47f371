import { expect, it } from 'vitest';
import { timelineOf } from './report-url.ts';

it.each([
  ['', false, undefined],
  ['', true, 1],
  ['#report', true, undefined],
  ['#a1-f3', true, undefined],
  ['#timeline=2&f=task-skew:5.0', false, 2],
  ['#f=task-skew:5.0', false, 1],
  ['#v=1&t=0-60000&l=1790000000000', false, 1],
  ['#timeline=nonsense', false, undefined],
])('an address that ends with %s, where a page opens its timeline: %s', (hash, opensTimeline, expected) => {
  expect(timelineOf(hash, opensTimeline)).toBe(expected);
});
