import * as z from 'zod';
import { expect, it } from 'vitest';
import { resultSchema, resultSchemaVersion } from '@cinderlog/core';
import { fixtureNames, resultOf } from './support/fixtures.ts';

/** For programs in other languages, and for editors. */
const published = {
  ...z.toJSONSchema(resultSchema, { io: 'output' }),
  title: 'cinderlog result',
  description: `The result document of cinderlog, version ${resultSchemaVersion}. Times are milliseconds since application.startMs unless said otherwise.`,
};

// `npm run golden:update` writes it anew.
it('is published as it is', async () => {
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot('../docs/result.schema.json');
});

it('accepts, read back from its published form, what cinderlog writes, and nothing else', async () => {
  const reread = z.fromJSONSchema(JSON.parse(JSON.stringify(published)) as Parameters<typeof z.fromJSONSchema>[0]);
  for (const name of fixtureNames.slice(0, 5)) {
    const document = JSON.parse(JSON.stringify(await resultOf(name))) as Record<string, unknown>;
    expect(reread.safeParse(document).error).toBeUndefined();
    expect(reread.safeParse({ ...document, more: 1 }).success).toBe(false);
    const { ledger: _ledger, ...withoutLedger } = document;
    expect(reread.safeParse(withoutLedger).success).toBe(false);
  }
});
