import { describe, expect, it } from 'vitest';
import { ModelBuilder } from '../model/model-builder.ts';
import { eventsOf, sketchStartEpochMs } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { streamBehind } from './stream-behind.ts';

/** `[startMs, endMs, rows, rows/s coming in, rows/s processed, offsets not read]` */
type Row = readonly [startMs: number, endMs: number, rows: number, input: number, processed: number, backlog?: number];

function detect(rows: readonly Row[]) {
  const builder = new ModelBuilder();
  for (const event of eventsOf({ durationMs: 200_000, executors: [{ id: '1' }] }))
    builder.add(String(event.Event), event);
  rows.forEach(([startMs, endMs, numInputRows, inputRowsPerSecond, processedRowsPerSecond, backlog = 0], batchId) => {
    const name = 'org.apache.spark.sql.streaming.StreamingQueryListener$QueryProgressEvent';
    builder.add(name, {
      Event: name,
      progress: {
        id: 'q',
        runId: 'r',
        name: 'clicks',
        timestamp: new Date(sketchStartEpochMs + startMs).toISOString(),
        batchId,
        batchDuration: endMs - startMs,
        durationMs: { triggerExecution: endMs - startMs, addBatch: endMs - startMs - 100, walCommit: 100 },
        sources: [
          {
            numInputRows,
            inputRowsPerSecond,
            processedRowsPerSecond,
            endOffset: '{"t":{"0":100,"1":50}}',
            latestOffset: JSON.stringify({ t: { 0: 100 + backlog, 1: 50 } }),
          },
        ],
      },
    });
  });
  return streamBehind.detect(new Facts(builder.finish()));
}

describe('stream-behind', () => {
  it('finds batches that start at once and take longer and longer', () => {
    const [finding] = detect([
      [0, 10_000, 0, 0, 0],
      [10_000, 22_000, 1_000, 100, 83],
      [22_000, 37_000, 1_200, 100, 80],
      [37_000, 56_000, 1_500, 100, 79],
    ]);
    expect(finding?.ranges).toEqual([{ startMs: 10_000, endMs: 56_000 }]);
    // 12 s for the first batch with rows, 19 s for the last.
    expect(finding?.cost.wallClockMs).toBe(7_000);
    expect(finding?.evidence).toContainEqual({ name: 'of the last batch in addBatch', value: 18_900, unit: 'ms' });
  });

  it('finds a backlog that grows although each batch takes the same', () => {
    const rows = [0, 1, 2, 3].map((batch): Row => [batch * 5_000, (batch + 1) * 5_000, 500, 100, 100, batch * 70 + 10]);
    const [finding] = detect([
      [0, 1, 1, 2, 1],
      ...rows.map(([start, end, ...rest]): Row => [start + 1, end + 1, ...rest]),
    ]);
    expect(finding?.evidence).toContainEqual({ name: 'backlog at the last batch', value: 220, unit: 'records' });
  });

  it('leaves alone what waits for its trigger, catches up, or has too few batches', () => {
    expect(detect([0, 1, 2, 3].map((batch): Row => [batch * 10_000, batch * 10_000 + 4_000, 1_000, 100, 90]))).toEqual(
      [],
    );
    expect(detect([0, 1, 2, 3].map((batch): Row => [batch * 4_000, (batch + 1) * 4_000, 400, 100, 100]))).toEqual([]);
    expect(
      detect([
        [0, 10_000, 1_000, 120, 100],
        [10_000, 22_000, 1_200, 120, 100],
        [22_000, 30_000, 1_200, 100, 150],
      ]),
    ).toEqual([]);
  });

  it('tells a query that may not read enough from one that is too slow', () => {
    const every2s = (unread: readonly number[]) =>
      detect(unread.map((left, n): Row => [n * 2_000, n * 2_000 + 300, 200, 100, 600, left]));
    const [finding] = every2s([10, 210, 410, 610]);
    expect(finding?.cause).toMatchObject({ class: 'read-limit', confidence: 'probable' });
    expect(finding?.title).toContain('210 records unread after the first, 610 records after the last');
    // 400 more are left, and 400 were read in the 4 s after its first batch.
    expect(finding?.cost.wallClockMs).toBe(4_000);
    // Records that came in while offsets were read.
    expect(every2s([3, 5, 9, 14])).toEqual([]);
  });

  it('tells when what had gathered was worked off', () => {
    const unread = [10, 110, 210, 310, 200, 90, 10, 0];
    const [finding, ...more] = detect(unread.map((left, n): Row => [n * 5_000, (n + 1) * 5_000, 500, 100, 100, left]));
    expect(more).toEqual([]);
    expect(finding?.ranges).toEqual([{ startMs: 5_000, endMs: 20_000 }]);
    expect(finding?.title).toContain('it had caught up 30 s into the run');
  });

  it('takes two batches at the end of a query for a possible beginning', () => {
    const rows: Row[] = [
      [0, 2_000, 100, 50, 100],
      [10_000, 21_000, 1_000, 100, 91],
      [21_000, 34_000, 1_100, 100, 85],
    ];
    expect(detect(rows)[0]?.cause.confidence).toBe('possible');
    expect(detect([...rows, [40_000, 41_000, 100, 20, 100]])).toEqual([]);
  });
});
