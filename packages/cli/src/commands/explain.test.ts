import { readFileSync, readdirSync } from 'node:fs';
import { findingKinds } from '@cinderlog/core';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../../test-support/sample-run.ts';
import { pages } from '../explain/pages.ts';
import { run } from '../program.ts';

async function explain(...args: string[]) {
  const io = fakeIo({});
  const exitCode = await run(['explain', ...args], io);
  return { exitCode, out: io.stdout.text, err: io.stderr.text };
}

describe('cinderlog explain', () => {
  it('says what the docs say: `npm run build:explanations` writes them into the program', () => {
    const folder = 'docs/findings/';
    const docs = Object.fromEntries(
      readdirSync(folder).map((name) => [name.replace(/\.md$/, ''), readFileSync(folder + name, 'utf8')]),
    );
    expect(pages).toEqual(docs);
  });

  it('lists all kinds with their titles', async () => {
    const { exitCode, out } = await explain();
    expect(exitCode).toBe(0);
    for (const { id, title } of findingKinds) expect(out).toMatch(new RegExp(`${id} +${title}`));
  });

  it.each(findingKinds.map(({ id }) => id))('explains %s in lines that fit, without Markdown', async (id) => {
    const { exitCode, out } = await explain(id, '--width', '80');
    expect(exitCode).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toBe(id);
    expect(out).toContain('When it is wrong');
    expect(out).not.toMatch(/\*\*|`|^\||\]\(/m);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([
    ['task-skw', 'Did you mean task-skew?'],
    ['overloaded', 'Did you mean driver-overloaded?'],
    ['SPILL', 'Did you mean spill?'],
    ['zzzzzz', 'cinderlog explain lists all kinds.'],
    ['constructor', 'There is no kind of finding called constructor.'],
  ])('suggests the nearest kind for %s', async (kind, sentence) => {
    const { exitCode, out, err } = await explain(kind);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(sentence);
  });
});
