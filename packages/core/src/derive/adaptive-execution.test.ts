import { expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { isAdaptive } from './adaptive-execution.ts';

it.each([
  ['2.4.8', undefined, false],
  ['3.1.3', undefined, false],
  ['3.1.3', 'true', true],
  ['3.2.0', undefined, true],
  ['3.5.9', 'false', false],
  ['4.1.0', undefined, true],
  // A platform's own number, or none: what is usual today.
  ['custom', undefined, true],
  [undefined, undefined, true],
])('in Spark %s, set to %s: %s', (sparkVersion, set, expected) => {
  const model = modelOf({
    durationMs: 1_000,
    properties: set === undefined ? {} : { 'spark.sql.adaptive.enabled': set },
  });
  expect(isAdaptive({ ...model, application: { ...model.application, sparkVersion } })).toBe(expected);
});
