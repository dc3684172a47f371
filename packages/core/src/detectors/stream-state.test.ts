import { describe, expect, it } from 'vitest';
import { factsOfStreams } from '../../test-support/streams-of.ts';
import { streamState } from './stream-state.ts';

function detect(stateRows: readonly number[], rowsDropped = 0) {
  const batches = stateRows.map((rows, n) => ({
    startMs: n * 10_000,
    endMs: n * 10_000 + 2_000,
    rows: 5_000,
    stateRows: rows,
    rowsDropped,
  }));
  return streamState.detect(factsOfStreams({ durationMs: 300_000, executors: [{ id: '1' }] }, batches));
}

describe('stream-state', () => {
  it('finds state that only grows, and says how fast', () => {
    const [finding] = detect(Array.from({ length: 20 }, (_, n) => 5_000 * (n + 1)));
    expect(finding?.cause).toMatchObject({ class: 'state-growth', confidence: 'probable' });
    // 5,000 rows every 10 s.
    expect(finding?.evidence).toContainEqual({ name: 'growth per hour', value: 1_800_000, unit: 'rows' });
  });

  it('tells what the state takes of memory and disks, and what its stages spilled', () => {
    const batches = Array.from({ length: 20 }, (_, n) => {
      return { startMs: n * 10_000, endMs: n * 10_000 + 2_000, stateRows: 5_000 * (n + 1), stateDiskBytes: 3e6 };
    });
    const spilled = (bytes: number) => ({ 'Disk Bytes Spilled': bytes });
    const run = {
      durationMs: 300_000,
      executors: [{ id: '1' }],
      jobs: [
        { id: 0, startMs: 0, endMs: 2_000, stageIds: [0], query: 'q' },
        { id: 1, startMs: 3_000, endMs: 5_000, stageIds: [1] },
      ],
      stages: [0, 1].map((id) => ({ id, startMs: id * 3_000, endMs: id * 3_000 + 2_000 })),
      tasks: [0, 1].map((id) => {
        return { stage: id, launchMs: id * 3_000, finishMs: id * 3_000 + 2_000, metrics: spilled(7e6) };
      }),
    };
    const [finding] = streamState.detect(factsOfStreams(run, batches));
    const evidence = finding?.evidence;
    // It is with RocksDB already.
    expect(finding?.advice).toHaveLength(1);
    const bytes = (name: string, value: number) => ({ name, value, unit: 'bytes' });
    // A hundred bytes a row in the sketch; only the first job is of the query.
    expect(evidence).toEqual(
      expect.arrayContaining([
        bytes('memory of the state at the first batch', 500_000),
        bytes('memory of the state at the last batch', 10_000_000),
        bytes('files of the state on disks at the last batch', 3e6),
        bytes('spilled to disk by its stages', 7e6),
      ]),
    );
  });

  it('leaves alone a window that has filled, a state that is emptied, and a small one', () => {
    expect(detect([10_000, 20_000, 30_000, 40_000, 50_000, 50_100, 50_050, 50_200, 50_150, 50_100])).toEqual([]);
    expect(detect([20_000, 30_000, 10_000, 25_000, 40_000, 15_000, 30_000, 50_000, 20_000, 60_000])).toEqual([]);
    expect(detect(Array.from({ length: 20 }, (_, n) => 10 * n))).toEqual([]);
  });

  it('counts rows that came too late', () => {
    const [finding] = detect([100, 100, 100], 50);
    expect(finding?.cause.class).toBe('late-rows');
    expect(finding?.evidence).toContainEqual({ name: 'rows dropped', value: 150, unit: 'rows' });
    expect(detect([100, 100, 100], 1)).toEqual([]);
  });
});
