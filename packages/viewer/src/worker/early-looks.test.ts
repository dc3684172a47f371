import { expect, it } from 'vitest';
import { memorySource, type LogInput } from '@cinderlog/core';
import { beginningOf } from './beginning.ts';
import { EarlyLooks } from './early-looks.ts';

/** When a log that is read at an even pace is looked at, in milliseconds of reading. */
async function looksAt(totalMs: number, lookMs: number): Promise<number[]> {
  let nowMs = 0;
  const looks = new EarlyLooks(() => nowMs);
  const at: number[] = [];
  for (let readMs = 10; readMs <= totalMs; readMs += 10) {
    nowMs += 10;
    if (!looks.isDue({ storedBytesRead: readMs, storedBytesTotal: totalMs, tasks: 0 })) continue;
    at.push(readMs);
    await looks.take(() => {
      nowMs += lookMs;
      return Promise.resolve();
    });
  }
  return at;
}

it('a log that is read in a moment is shown when it is whole', async () => {
  expect(await looksAt(1_000, 300)).toEqual([]);
});

it('a long one is shown soon, then seldom, and not just before its end', async () => {
  expect(await looksAt(60_000, 500)).toEqual([250, 1_000, 4_000, 16_000]);
});

it('the beginning of a log ends in the part where its bytes end', () => {
  const part = (name: string, bytes: number[]) => ({
    name,
    sizeBytes: bytes.length,
    open: () => memorySource(Uint8Array.from(bytes)),
  });
  const log: LogInput = {
    name: 'rolling',
    layout: 'rolling',
    parts: [part('a', [1, 2, 3]), part('b', [4, 5, 6]), part('c', [7])],
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
  const read = beginningOf(log, 5).parts.map((part) => {
    const into = new Uint8Array(8);
    const source = part.open();
    return [part.name, ...into.subarray(0, source.read(into))];
  });
  expect(read).toEqual([
    ['a', 1, 2, 3],
    ['b', 4, 5],
  ]);
});
