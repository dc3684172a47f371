import { expect, it } from 'vitest';
import type { RandomAccess } from '../archives/random-access.ts';
import { cutFile } from './cut-file.ts';

const megabyte = 2 ** 20;

/** A file of text, of which only the beginning is ever asked for. */
const textOf = (sizeBytes: number): RandomAccess => ({
  sizeBytes,
  readAt: (_position, into) => {
    into.fill(0x20);
    into[0] = 0x7b;
    return into.length;
  },
  close: () => undefined,
});

it('divides a file that is large, or belongs to a log that is', () => {
  expect(cutFile(textOf(128 * megabyte))).toBeUndefined();
  expect(cutFile(textOf(200 * megabyte))?.bounds).toHaveLength(26);
  // What Spark writes of a long run: one file of 128 MB behind the other.
  expect(cutFile(textOf(128 * megabyte), 10 * 128 * megabyte)?.bounds).toHaveLength(17);
});

it('leaves a file whole that makes but one piece', () => {
  expect(cutFile(textOf(8 * megabyte), 2_000 * megabyte)).toBeUndefined();
  expect([...(cutFile(textOf(9 * megabyte), 2_000 * megabyte)?.bounds ?? [])]).toEqual([0, 8 * megabyte, 9 * megabyte]);
});
