import { expect, it } from 'vitest';
import { fakeIo } from '../packages/cli/test-support/sample-run.ts';
import { run } from '../packages/cli/src/program.ts';

it('docs/config.schema.json is the schema that the program has', async () => {
  const io = fakeIo();
  expect(await run(['config', 'schema'], io)).toBe(0);
  await expect(io.stdout.text).toMatchFileSnapshot('../docs/config.schema.json');
});
