import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Redactor, resultSchema } from '@cinderlog/core';
import { chooseRedaction } from '../packages/cli/src/commands/redaction.ts';
import { formats } from '../packages/cli/src/reporters/formats.ts';
import { newPage } from '../packages/cli/src/terminal/page.ts';
import { fixtureNames, resultOf } from './support/fixtures.ts';

/** Free slots that wait for the driver, as the core-time ledger names them. */
const driverIdle = new Set<string>([
  'idle:planning',
  'idle:commit',
  'idle:driver-overloaded',
  'idle:scheduling-delay',
  'idle:between-stages',
  'idle:not-launched',
]);

const plain = {
  page: newPage(80, false, true),
  extent: { rows: 10, all: false, tables: new Set<never>(), evidence: false, lineAt: undefined },
  several: false,
  each: false,
  forEyes: false,
};

// `npm run golden:update` writes these files anew; their diff is part of the review of a change.
describe.each(fixtureNames)('%s', (name) => {
  it('gives the stored result', async () => {
    const result = await resultOf(name);
    expect(resultSchema.parse(result)).toEqual(result);
    // The curves are for pictures: 720 numbers that no one reviews. The configuration stands in the log as it is.
    const { activity: _activity, configuration: _configuration, ...rest } = result;
    const reviewed = { ...rest, driver: { busy: rest.driver?.busy } };
    await expect(`${JSON.stringify(reviewed, null, 1)}\n`).toMatchFileSnapshot(`../fixtures/golden/${name}.json`);
  });

  // What somebody sees who redirects a report, or pastes it into a ticket: 80 columns, no colour.
  it.each(['text', 'markdown'] as const)('gives the stored page as %s', async (formatName) => {
    const { load, extension, isShared } = formats[formatName];
    const redactor = new Redactor(chooseRedaction(isShared, {}));
    const render = await load();
    const page = render([redactor.redactResult(await resultOf(name))], plain);
    await expect(page).toMatchFileSnapshot(`../fixtures/golden/${name}.${extension}`);
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

  it('has an index of the driver that agrees with the core-time ledger', async () => {
    const { activity, application, driver, executors, ledger } = await resultOf(name);
    const waitingMs = (driver?.waitingShare ?? []).reduce((sum, share, bucket) => {
      const lengthMs = Math.min(activity.bucketMs, application.durationMs - bucket * activity.bucketMs);
      return sum + share * (activity.slots[bucket] ?? 0) * lengthMs;
    }, 0);
    const inLedger = ledger.coreTime
      .filter(({ label }) => label === 'scheduler-delay' || driverIdle.has(label))
      .reduce((sum, { ms }) => sum + ms, 0);
    const offered = ledger.coreTime.reduce((sum, { ms }) => sum + ms, 0);
    // The ledger scales what tasks did to the slots that there were: Spark reuses a slot before it notes the end.
    const toleranceMs = 0.01 * offered;
    expect(waitingMs).toBeLessThanOrEqual(inLedger + toleranceMs);
    // Slots of executors that were being decommissioned are idle in the ledger, and wait for nobody.
    const anyLeaving = executors.some(({ removal }) => removal?.class === 'decommissioned');
    if (!anyLeaving) expect(waitingMs).toBeGreaterThanOrEqual(inLedger - toleranceMs);
  });
});

it('no page is kept of a log that is gone', () => {
  const kept = readdirSync('fixtures/golden').map((file) => file.replace(/\.(json|md|txt)$/, ''));
  expect([...new Set(kept)].filter((name) => !fixtureNames.includes(name))).toEqual(['field-inventory']);
});
