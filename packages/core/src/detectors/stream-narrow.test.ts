import { describe, expect, it } from 'vitest';
import { factsOfStreams } from '../../test-support/streams-of.ts';
import { streamNarrow } from './stream-narrow.ts';

function detect(partitions: number, batchMs: number) {
  const late = [0, 1, 2].map((n) => ({ startMs: n * 20_000, endMs: n * 20_000 + batchMs, stateRows: 10, partitions }));
  const calm = [3, 4, 5].map((n) => ({
    startMs: n * 20_000 + 10_000 * (n - 3),
    endMs: n * 20_000 + 10_000 * (n - 3) + 1_000,
    stateRows: 10,
    partitions,
  }));
  const run = { durationMs: 200_000, executors: [{ id: '1', cores: 8 }] };
  return streamNarrow.detect(
    factsOfStreams(run, [...late, ...calm, { startMs: 140_000, endMs: 141_000 }, { startMs: 150_000, endMs: 151_000 }]),
  );
}

describe('stream-narrow', () => {
  it('finds a late query with fewer state partitions than slots', () => {
    const [finding] = detect(2, 15_000);
    expect(finding?.evidence).toContainEqual({
      name: 'shuffle partitions of its state',
      value: 2,
      unit: 'partitions',
      limit: 8,
    });
  });

  it('leaves alone a query in time, and one with partitions enough', () => {
    expect(detect(2, 5_000)).toEqual([]);
    expect(detect(8, 15_000)).toEqual([]);
  });
});
