import { expect, it } from 'vitest';
import { withoutAccumulables } from './accumulables.ts';

it.each([
  ['{"Accumulables":[{"ID":1}],"a":[2]}', '{"Accumulables":[],"a":[2]}'],
  ['{"Accumulables" : [{"ID":1}]}', '{"Accumulables" : []}'],
  ['{"Accumulables":[}{"]}', '{"Accumulables":[]}'],
  ['{"Accumulables":[1],"b":{"Accumulables":[2]}}', '{"Accumulables":[],"b":{"Accumulables":[]}}'],
  // Brackets and backslashes inside leave open where the list ends.
  ['{"Accumulables":[{"Update":[1]}]}', '{"Accumulables":[{"Update":[1]}]}'],
  ['{"Accumulables":[{"Name":"\\""}]}', '{"Accumulables":[{"Name":"\\""}]}'],
  ['{"Accumulables":[{"ID":1}', '{"Accumulables":[{"ID":1}'],
  ['{"Other":[1]}', '{"Other":[1]}'],
])('of %s leaves %s', (text, expected) => {
  expect(withoutAccumulables(text)).toBe(expected);
});
