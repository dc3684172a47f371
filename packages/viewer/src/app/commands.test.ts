import { expect, it } from 'vitest';
import { commands } from './commands.ts';

it('gives no key to two commands, and every command a name', () => {
  const keys = commands.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  // W, A, S and D are held: they belong to nobody else.
  for (const key of ['w', 'a', 's', 'd']) expect(keys).not.toContain(key);
  for (const { title, keys: own, shown } of commands) {
    expect(title).not.toBe('');
    if (own.length > 0) expect(shown).not.toBe('');
  }
});
