import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { taskSkew } from './task-skew.ts';

/** A stage of tasks on four slots; each is `[launchMs, finishMs, bytesRead, metrics]`. */
type Row = readonly [launchMs: number, finishMs: number, bytesRead: number, metrics?: Record<string, unknown>];

function detect(rows: readonly Row[], durationMs = 200_000) {
  const endMs = Math.max(...rows.map(([, finishMs]) => finishMs));
  const tasks = rows.map(([launchMs, finishMs, bytes, metrics]): TaskSketch => ({
    stage: 0,
    launchMs,
    finishMs,
    metrics: {
      'Executor Run Time': finishMs - launchMs,
      'Executor CPU Time': (finishMs - launchMs) * 1e5,
      'Shuffle Read Metrics': { 'Local Bytes Read': bytes },
      ...metrics,
    },
  }));
  const stages = [{ id: 0, startMs: 0, endMs }];
  return taskSkew.detect(new Facts(modelOf({ durationMs, executors: [{ id: '1', cores: 4 }], stages, tasks })));
}

/** Seven tasks of 10 s and 1 MB on four slots, and an eighth. */
const with8th = (eighth: Row): Row[] => [
  ...[0, 0, 0, 0, 10_000, 10_000, 10_000].map((launchMs): Row => [launchMs, launchMs + 10_000, 1e6]),
  eighth,
];

describe('task-skew', () => {
  it('finds the task that had ten times the data, and prices it by replay', () => {
    const [finding] = detect(with8th([10_000, 110_000, 1e7]));
    expect(finding).toMatchObject({ id: 'task-skew:0.0', cause: { class: 'data-skew', confidence: 'certain' } });
    // As it was: 110 s. The same 170 s of work in eight equal tasks on four slots: two rounds of 21.25 s.
    expect(finding?.cost).toMatchObject({ wallClockMs: 67_500, basis: 'replay' });
    expect(finding?.severity).toBe('critical');
  });

  it('sits on its limit: twice the 75th percentile', () => {
    expect(detect(with8th([10_000, 30_000, 1e7]))).toHaveLength(1);
    expect(detect(with8th([10_000, 29_999, 1e7]))).toHaveLength(0);
  });

  it('does not call waiting for data, collecting garbage or a cold start skew', () => {
    const fetch = { 'Shuffle Read Metrics': { 'Local Bytes Read': 1e6, 'Fetch Wait Time': 90_000 } };
    expect(detect(with8th([10_000, 110_000, 1e6, fetch]))).toEqual([]);
    expect(detect(with8th([10_000, 110_000, 1e6, { 'JVM GC Time': 60_000 }]))).toEqual([]);
    expect(detect(with8th([10_000, 110_000, 1e6, { 'Executor Deserialize Time': 60_000 }]))).toEqual([]);
  });

  it('calls a long computation on usual data possible compute skew, and says nothing without metrics', () => {
    const [finding] = detect(with8th([10_000, 110_000, 1e6, { 'Executor CPU Time': 95e9 }]));
    expect(finding?.cause).toMatchObject({ class: 'compute-skew', confidence: 'possible' });
    expect(detect(with8th([10_000, 110_000, 1e6, { 'Executor CPU Time': 0 }]))).toEqual([]);
  });

  it('says nothing when the long task was hidden behind the others', () => {
    // It starts first, so all else is done beside it: 40 s against 35 s.
    const rows: Row[] = [
      [0, 40_000, 1e7],
      ...Array.from({ length: 10 }, (_, i): Row => [i * 4_000, i * 4_000 + 10_000, 1e6]),
    ];
    expect(detect(rows, 1_000_000)).toEqual([]);
  });
});
