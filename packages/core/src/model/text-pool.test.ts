import { expect, it } from 'vitest';
import { TextPool } from './text-pool.ts';

it('hands back what it was given, and remembers a bounded number', () => {
  const pool = new TextPool();
  expect(pool.shared(undefined)).toBeUndefined();
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 30_000; i++) expect(pool.shared(`text ${i}`)).toBe(`text ${i}`);
  }
});
