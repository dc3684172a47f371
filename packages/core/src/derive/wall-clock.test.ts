import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../test-support/model-of.ts';
import { computeCoreTime, splitTaskTime } from './core-time.ts';
import { computeWallClock } from './wall-clock.ts';

/** The labels with time under them. */
function ledgerOf(run: RunSketch) {
  const { ms } = computeWallClock(modelOf(run), 5_000);
  return Object.fromEntries(Object.entries(ms).filter(([, value]) => value > 0));
}

describe('wall-clock ledger', () => {
  it('splits a plain run by what was open', () => {
    expect(
      ledgerOf({
        durationMs: 60_000,
        executors: [{ id: '1', cores: 2, addedMs: 4_000 }],
        sql: [{ id: 0, startMs: 10_000, endMs: 35_000 }],
        jobs: [{ id: 0, startMs: 13_000, endMs: 31_000, sql: 0 }],
        stages: [{ id: 0, startMs: 13_500, endMs: 30_500, taskCount: 3 }],
        tasks: [
          { stage: 0, launchMs: 14_000, finishMs: 20_000 },
          { stage: 0, launchMs: 14_000, finishMs: 22_000 },
          { stage: 0, launchMs: 21_000, finishMs: 30_000 },
        ],
      }),
    ).toEqual({
      // 0 to 10 s: executors come at 4 s, the query at 10 s.
      'start-up': 10_000,
      // 10 to 13 s: query open, its job not yet.
      planning: 3_000,
      // 13 to 13.5 s and 30.5 to 31 s (job open, no stage), 30 to 30.5 s (stage open, no task left).
      'between-stages': 1_500,
      // 13.5 to 14 s: stage open, nothing launched.
      'scheduling-delay': 500,
      // 14 to 20 s and 21 to 22 s: both slots busy.
      full: 7_000,
      // 20 to 21 s: a slot free and a task to launch.
      'not-launched': 1_000,
      // 22 to 30 s: the last task alone.
      tail: 8_000,
      // 31 to 35 s: query open, its jobs done.
      commit: 4_000,
      // 35 to 60 s.
      'non-spark-code': 25_000,
    });
  });

  it('counts the milliseconds of a run of weeks', () => {
    const dayMs = 86_400_000;
    expect(
      ledgerOf({
        durationMs: 40 * dayMs,
        executors: [{ id: '1', cores: 2 }],
        jobs: [{ id: 0, startMs: 0, endMs: 40 * dayMs }],
        stages: [{ id: 0, startMs: 0, endMs: 40 * dayMs, taskCount: 4 }],
        tasks: [
          { stage: 0, launchMs: 0, finishMs: 15 * dayMs + 1 },
          { stage: 0, launchMs: 0, finishMs: 15 * dayMs },
          { stage: 0, launchMs: 15 * dayMs + 2, finishMs: 39 * dayMs },
          { stage: 0, launchMs: 15 * dayMs + 3, finishMs: 40 * dayMs },
        ],
      }),
    ).toEqual({ full: 15 * dayMs + (24 * dayMs - 3), 'not-launched': 2, 'scheduling-delay': 1, tail: dayMs });
  });

  it('tells a narrow stage from a tail, and redone work from first work', () => {
    const run: RunSketch = {
      durationMs: 30_000,
      executors: [{ id: '1', cores: 4 }],
      jobs: [{ id: 0, startMs: 0, endMs: 30_000 }],
      stages: [
        { id: 0, startMs: 0, endMs: 10_000, taskCount: 1 },
        { id: 0, attempt: 1, startMs: 10_000, endMs: 30_000, taskCount: 4 },
      ],
      tasks: [
        { stage: 0, launchMs: 0, finishMs: 10_000 },
        { stage: 0, stageAttempt: 1, launchMs: 10_000, finishMs: 30_000 },
      ],
    };
    expect(ledgerOf(run)).toEqual({ 'too-few-tasks': 10_000, 're-running': 20_000 });
  });

  it('says idle in a shell and non-Spark code in a program', () => {
    const run = { durationMs: 60_000, executors: [{ id: '1' }] };
    expect(ledgerOf(run)).toEqual({ 'start-up': 10_000, 'non-spark-code': 50_000 });
    expect(ledgerOf({ ...run, name: 'PySparkShell' })).toEqual({ 'start-up': 10_000, idle: 50_000 });
  });

  it('waits for executors when a job is open and none is alive', () => {
    expect(
      ledgerOf({
        durationMs: 20_000,
        executors: [{ id: '1', removedMs: 5_000 }],
        jobs: [{ id: 0, startMs: 0, endMs: 20_000 }],
        stages: [{ id: 0, startMs: 0, endMs: 20_000, taskCount: 2 }],
        tasks: [{ stage: 0, launchMs: 0, finishMs: 5_000 }],
      }),
    ).toEqual({ full: 5_000, 'waiting-for-executors': 15_000 });
  });

  it('reports gaps from the limit on, cut where their label changes', () => {
    const { gaps } = computeWallClock(
      modelOf({
        durationMs: 40_000,
        executors: [{ id: '1' }],
        sql: [{ id: 0, startMs: 0, endMs: 20_000 }],
        jobs: [{ id: 0, startMs: 12_000, endMs: 20_000, sql: 0 }],
        stages: [{ id: 0, startMs: 12_000, endMs: 20_000 }],
        tasks: [{ stage: 0, launchMs: 12_000, finishMs: 20_000 }],
      }),
      13_000,
    );
    expect(gaps).toEqual([
      { startMs: 20_000, endMs: 40_000, segments: [{ startMs: 20_000, endMs: 40_000, label: 'non-spark-code' }] },
    ]);
  });
});

describe('both ledgers', () => {
  const time = fc.integer({ min: -500, max: 12_000 });
  const span = fc.tuple(time, time).map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) }));
  const sketches = fc.record({
    durationMs: fc.integer({ min: 0, max: 10_000 }),
    executors: fc.array(fc.tuple(span, fc.integer({ min: 0, max: 4 })), { maxLength: 4 }),
    sql: fc.array(span, { maxLength: 3 }),
    jobs: fc.array(span, { maxLength: 3 }),
    stages: fc.array(fc.tuple(span, fc.integer({ min: 0, max: 9 })), { maxLength: 4 }),
    tasks: fc.array(
      fc.record({
        span,
        stage: fc.integer({ min: 0, max: 4 }),
        attempt: fc.integer({ min: 0, max: 2 }),
        reason: fc.constantFrom('Success', 'TaskKilled', 'ExceptionFailure'),
        runMs: fc.integer({ min: 0, max: 20_000 }),
        cpuNs: fc.integer({ min: 0, max: 20_000_000_000 }),
      }),
      { maxLength: 40 },
    ),
  });

  it('sum exactly, whatever the log says', () => {
    fc.assert(
      fc.property(sketches, (sketch) => {
        const model = modelOf({
          durationMs: sketch.durationMs,
          executors: sketch.executors.map(([life, cores], index) => ({
            id: String(index + 1),
            cores,
            addedMs: life.startMs,
            removedMs: life.endMs,
          })),
          sql: sketch.sql.map((query, id) => ({ id, ...query })),
          jobs: sketch.jobs.map((job, id) => ({ id, ...job })),
          stages: sketch.stages.map(([stage, taskCount], id) => ({ id, taskCount, ...stage })),
          tasks: sketch.tasks.map((task) => ({
            stage: task.stage,
            attempt: task.attempt,
            launchMs: task.span.startMs,
            finishMs: task.span.endMs,
            reason: { Reason: task.reason },
            metrics: { 'Executor Run Time': task.runMs, 'Executor CPU Time': task.cpuNs },
          })),
        });
        const wallClock = computeWallClock(model, 1_000);
        const wallParts = Object.values(wallClock.ms);
        expect(wallParts.reduce((sum, ms) => sum + ms, 0)).toBe(sketch.durationMs);
        expect(wallParts.every((ms) => ms >= 0)).toBe(true);

        const offered = model.executors.reduce((sum, executor) => {
          const startMs = Math.max(0, executor.addedMs);
          const endMs = Math.min(executor.removedMs ?? sketch.durationMs, sketch.durationMs);
          return sum + Math.max(0, endMs - startMs) * executor.slots;
        }, 0);
        const coreParts = computeCoreTime(splitTaskTime(model), wallClock);
        expect(coreParts.reduce((sum, entry) => sum + entry.ms, 0)).toBe(offered);
        expect(coreParts.every((entry) => entry.ms >= 0 && Number.isInteger(entry.ms))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
