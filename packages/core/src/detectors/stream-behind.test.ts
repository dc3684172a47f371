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
    expect(finding?.evidence).toContainEqual({ name: 'at the last', value: 220, unit: 'offsets' });
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
});
