import { describe, expect, it } from 'vitest';
import { modelOf, type TaskSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { totalArea } from './area-totals.ts';
import { buildTimeline } from './build-timeline.ts';
import { selectTasks } from './task-rows.ts';

const failed = { Reason: 'ExceptionFailure', 'Class Name': 'Oops', Description: 'no' };
const killed = { Reason: 'TaskKilled', 'Kill Reason': 'another attempt succeeded' };

/** Two executors of two cores: a thousand short tasks on one, a straggler, a failure and a killed copy on the other. */
const tasks: TaskSketch[] = [
  ...Array.from({ length: 1000 }, (_, i) => ({
    stage: 0,
    launchMs: 100 + 5 * i,
    finishMs: 104 + 5 * i,
    executor: '1',
  })),
  { stage: 0, launchMs: 100, finishMs: 5100, executor: '2' },
  { stage: 0, launchMs: 2000, finishMs: 2003, executor: '2', reason: failed },
  { stage: 0, launchMs: 2003, finishMs: 2500, executor: '2', reason: killed, speculative: true },
];
const model = modelOf({
  durationMs: 6000,
  executors: [
    { id: '1', cores: 2, addedMs: 0 },
    { id: '2', cores: 2, addedMs: 0, removedMs: 5500, reason: 'gone' },
  ],
  jobs: [{ id: 0, startMs: 50, endMs: 5200, stageIds: [0] }],
  stages: [{ id: 0, startMs: 60, endMs: 5150, taskCount: 1001 }],
  tasks,
});
const timeline = buildTimeline(new Facts(model), [{ severity: 'warning', ranges: [{ startMs: 100, endMs: 5100 }] }]);
const whole = (lane: string, widthPx: number) => timeline.query({ lane, startMs: 0, endMs: 6000, widthPx });

describe('the timeline', () => {
  it('lists the lanes that have something to show, executors with failures first', () => {
    expect(timeline.lanes().map(({ id }) => id)).toEqual([
      'findings',
      'cluster',
      'cores',
      'driver',
      'jobs',
      'stages',
      'executor:1',
      'executor:0',
    ]);
    expect(timeline.lanes().find(({ id }) => id === 'executor:1')).toMatchObject({
      rowCount: 2,
      spanCount: 3,
      trouble: 1,
    });
  });

  it('sums short tasks up when they are less than a pixel, and says how many', () => {
    const { spans, bucketMs } = whole('executor:0', 100);
    expect(bucketMs).toBe(32);
    expect(spans?.count.reduce((sum, count) => sum + count, 0)).toBe(1000);
    expect(spans?.startMs.length).toBeLessThan(200);
  });

  it('shows failed and killed tasks at every zoom', () => {
    for (const widthPx of [6000, 600, 60, 6, 1]) {
      const { spans } = whole('activity:1', widthPx);
      expect([...(spans?.layer ?? [])].sort()).toEqual([1, 2]);
      expect(whole('failures', widthPx).spans?.startMs[0]).toBe(2003);
    }
  });

  it('keeps the time that tasks took, at every zoom', () => {
    for (const widthPx of [6000, 500, 40, 7]) {
      for (const [lane, taskMs] of [
        ['activity:0', 4000],
        ['activity:1', 5500],
      ] as const) {
        const series = whole(lane, widthPx).series!;
        const sum = series.mean.reduce((all, values) => all + values.reduce((total, value) => total + value, 0), 0);
        expect(sum * series.bucketMs).toBeCloseTo(taskMs, -1);
      }
    }
  });

  it('counts slots, running and pending tasks', () => {
    const { series } = timeline.query({ lane: 'cores', startMs: 0, endMs: 6000, widthPx: 6000 });
    const at = (ms: number) => series!.mean.map((values) => values[ms]);
    expect(at(70)).toEqual([4, 0, 1001]);
    // One on each executor; the thousand have 999 left, and the straggler runs.
    expect(at(101)).toEqual([4, 2, 999]);
    expect(at(5600)).toEqual([2, 0, 0]);
  });

  it('names every moment as the ledger does', () => {
    const facts = new Facts(model);
    const { spans } = whole('driver', 6000);
    const ms = new Map<number, number>();
    spans?.layer.forEach((label, i) => ms.set(label, (ms.get(label) ?? 0) + spans.endMs[i]! - spans.startMs[i]!));
    const expected = Object.values(facts.wallClock.ms).filter((value) => value > 0);
    expect([...ms.values()].sort()).toEqual(expected.sort());
  });

  it("has the driver's index beside them, at every zoom as much of it as the report", () => {
    const { bucketMs, shares } = new Facts(model).driverIndex;
    const runMs = model.application.durationMs;
    const waitingMs = shares.reduce((sum, share, i) => sum + share * Math.min(bucketMs, runMs - i * bucketMs), 0);
    expect(waitingMs).toBeGreaterThan(0);
    for (const widthPx of [6000, 600, 60]) {
      const series = whole('driver', widthPx).series!;
      const shown = series.mean[0]!.reduce((sum, value) => sum + value, 0) * series.bucketMs;
      // The last bucket reaches beyond the run.
      expect(Math.abs(shown - waitingMs)).toBeLessThanOrEqual(series.bucketMs);
    }
  });
});

describe('tables and totals', () => {
  it('pages the tasks of a stage by any column', () => {
    const page = selectTasks(model, { sortBy: 'durationMs', descending: true, offset: 0, limit: 2 });
    expect(page.total).toBe(1003);
    expect(page.rows.map((row) => row.durationMs)).toEqual([5000, 497]);
    const failures = selectTasks(model, {
      onlyFailed: true,
      sortBy: 'startMs',
      descending: false,
      offset: 0,
      limit: 9,
    });
    expect(failures.rows.map((row) => row.failure)).toEqual(['Oops: no', 'another attempt succeeded']);
  });

  it('counts tasks with the part that lies inside', () => {
    const area = totalArea(model, 2000, 3000);
    // 200 short tasks of 4 ms, a second of the straggler, the failed and the killed one.
    expect(area.taskMs).toBe(200 * 4 + 1000 + 3 + 497);
    expect(area).toMatchObject({ failedTasks: 1, killedTasks: 1, slotMs: 4000 });
  });
});
