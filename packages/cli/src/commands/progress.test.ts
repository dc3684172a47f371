import { expect, it } from 'vitest';
import { describeProgress } from './progress.ts';

it('tells bytes, share, rate, tasks, and the time left at this rate', () => {
  // A quarter in two seconds: six more.
  expect(describeProgress({ storedBytesRead: 25 * 2 ** 20, storedBytesTotal: 100 * 2 ** 20, tasks: 1234 }, 2_000)).toBe(
    '25 MiB of 100 MiB (25 %), 12.5 MiB/s, 1,234 tasks, 6 s left',
  );
});

it('leaves out what nobody can know of a stream', () => {
  expect(describeProgress({ storedBytesRead: 2 ** 20, storedBytesTotal: undefined, tasks: 0 }, 500)).toBe(
    '1 MiB, 2 MiB/s, 0 tasks',
  );
});
