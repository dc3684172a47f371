import { describe, expect, it } from 'vitest';
import { resultSchema } from '@cinderlog/core';
import { fixtureNames, resultOf } from './support/fixtures.ts';

// `npm run golden:update` writes these files anew; their diff is part of the review of a change.
describe.each(fixtureNames)('%s', (name) => {
  it('gives the stored result', async () => {
    const result = await resultOf(name);
    expect(resultSchema.parse(result)).toEqual(result);
    // The activity curve is for pictures: 480 numbers that no one reviews. The configuration stands in the log as it is.
    const { activity: _activity, configuration: _configuration, ...reviewed } = result;
    await expect(`${JSON.stringify(reviewed, null, 1)}\n`).toMatchFileSnapshot(`../fixtures/golden/${name}.json`);
  });

  it('has an activity curve that agrees with the core-time ledger', async () => {
    const { activity, application, ledger } = await resultOf(name);
    const slotMs = activity.slots.reduce((sum, slots, bucket) => {
      return sum + slots * Math.min(activity.bucketMs, application.durationMs - bucket * activity.bucketMs);
    }, 0);
    const offered = ledger.coreTime.reduce((sum, entry) => sum + entry.ms, 0);
    // Buckets are rounded to a thousandth of a slot.
    expect(Math.abs(slotMs - offered)).toBeLessThanOrEqual(0.001 * application.durationMs);
  });
});
