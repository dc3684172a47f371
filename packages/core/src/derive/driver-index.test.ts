import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf, modelOf, type RunSketch, type TaskSketch } from '../../test-support/model-of.ts';
import { ModelBuilder } from '../model/model-builder.ts';
import { Facts } from './facts.ts';
import { computeWindowLedgers } from './window-ledgers.ts';

/** A run whose tasks say how long their executor worked on them; the rest of their time is scheduler delay. */
interface Run extends Omit<RunSketch, 'tasks'> {
  readonly tasks: readonly (TaskSketch & { readonly runMs: number })[];
}

function withMetrics(run: Run): RunSketch {
  return {
    ...run,
    tasks: run.tasks.map(({ runMs, ...task }) => ({ ...task, metrics: { 'Executor Run Time': runMs } })),
  };
}

const driverLabels = ['planning', 'commit', 'driver-overloaded', 'scheduling-delay', 'between-stages', 'not-launched'];

/** Every millisecond of the run by itself, then every bucket: what waits by what is offered. */
function naiveShares(run: Run, bucketMs: number): number[] {
  const model = modelOf(withMetrics(run));
  const moments = Array.from({ length: run.durationMs }, (_, ms) => ms);
  const ledgers = computeWindowLedgers(
    model,
    [],
    moments.map((ms) => ({ startMs: ms, endMs: ms + 1 })),
  );
  const perMs = moments.map((ms) => {
    const offered = (run.executors ?? [])
      .filter(({ addedMs = 0, removedMs = Infinity }) => addedMs <= ms && ms < removedMs)
      .reduce((sum, { cores = 1 }) => sum + cores, 0);
    const running = run.tasks.filter(({ launchMs, finishMs }) => launchMs <= ms && ms < finishMs).length;
    const isDriver = driverLabels.includes(ledgers[ms]?.[0]?.label ?? '');
    const free = Math.max(0, offered - running);
    const delayed = run.tasks.filter(
      ({ launchMs, finishMs, runMs }) => ms < finishMs && ms >= finishMs - (finishMs - launchMs - runMs),
    ).length;
    return { offered, waiting: (isDriver ? free : 0) + delayed };
  });
  return Array.from({ length: Math.ceil(run.durationMs / bucketMs) }, (_, bucket) => {
    const inside = perMs.slice(bucket * bucketMs, (bucket + 1) * bucketMs);
    const offered = inside.reduce((sum, each) => sum + each.offered, 0);
    const waiting = inside.reduce((sum, each) => sum + each.waiting, 0);
    return offered === 0 ? 0 : Math.min(1, waiting / offered);
  });
}

const moment = fc.integer({ min: 0, max: 1_000 });
const span = fc.tuple(moment, moment).map(([a, b]) => ({ startMs: Math.min(a, b), endMs: Math.max(a, b) + 1 }));

const anyRun: fc.Arbitrary<Run> = fc
  .record({
    durationMs: fc.integer({ min: 1_001, max: 1_400 }),
    executors: fc.array(fc.tuple(span, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 3 }),
    queries: fc.array(span, { maxLength: 3 }),
    jobs: fc.array(fc.tuple(span, fc.array(fc.tuple(span, fc.nat(100)), { maxLength: 6 })), { maxLength: 3 }),
  })
  .map(({ durationMs, executors, queries, jobs }) => ({
    durationMs,
    executors: executors.map(([{ startMs, endMs }, cores], i) => ({
      id: String(i + 1),
      cores,
      addedMs: startMs,
      removedMs: endMs,
    })),
    sql: queries.map((query, id) => ({ ...query, id })),
    jobs: jobs.map(([job], id) => ({ ...job, id, sql: id, stageIds: [id] })),
    stages: jobs.map(([stage, tasks], id) => ({ ...stage, id, taskCount: tasks.length + 1 })),
    tasks: jobs.flatMap(([, tasks], stage) =>
      tasks.map(([{ startMs, endMs }, percent]) => ({
        stage,
        launchMs: startMs,
        finishMs: endMs,
        runMs: Math.floor(((endMs - startMs) * percent) / 100),
      })),
    ),
  }));

describe('index of the driver', () => {
  it('is the share of the offered slot time that waits for it, bucket by bucket', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { bucketMs, shares } = new Facts(modelOf(withMetrics(run))).driverIndex;
        const expected = naiveShares(run, bucketMs);
        expect(shares).toHaveLength(expected.length);
        // Shares and the mean numbers of slots that they are made of are rounded to thousandths.
        shares.forEach((share, bucket) => {
          expect(Math.abs(share - (expected[bucket] ?? 0))).toBeLessThanOrEqual(0.003);
        });
      }),
      { numRuns: 150 },
    );
  });

  /** Two slots; planned for 40 s, one task on one slot for 40 s that begins late, then the program's own code. */
  const run: Run = {
    durationMs: 240_000,
    executors: [{ id: '1', cores: 2 }],
    sql: [{ id: 0, startMs: 0, endMs: 80_000 }],
    jobs: [{ id: 0, sql: 0, startMs: 40_000, endMs: 80_000, stageIds: [0] }],
    stages: [{ id: 0, startMs: 40_000, endMs: 80_000 }],
    tasks: [{ stage: 0, launchMs: 40_000, finishMs: 80_000, runMs: 30_000 }],
  };

  it('counts free slots while the driver plans, and the delay of tasks', () => {
    const { bucketMs, shares } = new Facts(modelOf(withMetrics(run))).driverIndex;
    expect(bucketMs).toBe(1_000);
    expect(shares).toEqual([
      ...Array<number>(40).fill(1),
      ...Array<number>(30).fill(0),
      ...Array<number>(10).fill(0.5),
      ...Array<number>(160).fill(0),
    ]);
  });

  it('names the stretches in which half of the slot time waits, and what was open then', () => {
    const nothingElse = { streams: 0, broadcasts: 0, resultBytes: 0 };
    expect(new Facts(modelOf(withMetrics(run))).busyDriver).toEqual([
      { startMs: 0, endMs: 40_000, share: 1, queries: 1, jobs: 0, ...nothingElse },
      { startMs: 70_000, endMs: 80_000, share: 0.5, queries: 1, jobs: 1, ...nothingElse },
    ]);
    const limits = { 'driver-overloaded': { busyShare: 0.6 } };
    expect(new Facts(modelOf(withMetrics(run)), { limits }).busyDriver).toHaveLength(1);
  });

  it('counts the broadcasts and results of those stretches, from what stages say at their end', () => {
    const builder = new ModelBuilder();
    for (const event of eventsOf(withMetrics(run))) {
      const isEnd = event.Event === 'SparkListenerStageCompleted';
      const stageInfo = {
        ...(event['Stage Info'] as object),
        Accumulables: [
          { ID: 1, Name: 'number of output rows', Value: '7', Metadata: 'sql' },
          { ID: 2, Name: 'internal.metrics.resultSize', Value: 5_000 },
        ],
        'RDD Info': [{ 'RDD ID': 3, Name: 'MapPartitionsRDD', Scope: '{"id":"1","name":"BroadcastExchange"}' }],
      };
      builder.add(String(event.Event), isEnd ? { ...event, 'Stage Info': stageInfo } : event);
    }
    const [planning, delay] = new Facts(builder.finish()).busyDriver;
    expect(planning).toMatchObject({ broadcasts: 0, resultBytes: 0 });
    expect(delay).toMatchObject({ broadcasts: 1, resultBytes: 5_000 });
  });

  it('leaves out what is shorter than any finding', () => {
    const limits = { 'every-kind': { leastCostMs: 11_000 } };
    expect(new Facts(modelOf(withMetrics(run)), { limits }).busyDriver).toHaveLength(1);
  });
});
