import { describe, expect, it } from 'vitest';
import { runOfTasks, sqlOf, stageOf, summaryOf } from '../../test-support/summary-of.ts';
import { compareRuns } from './compare-runs.ts';

const known = [88, 89, 90, 91, 92].map((seconds, i) =>
  runOfTasks(seconds * 1000, { run: { id: `k${i}`, startedAt: `2026-01-0${i + 1}T00:00:00.000Z` } }),
);

describe('the verdict on a run', () => {
  it.each([
    [90_000, 'unchanged'],
    [95_000, 'unchanged'],
    [120_000, 'regressed'],
    [65_000, 'improved'],
  ])('with %d ms of tasks instead of 90 s is %s', (runningMs, verdict) => {
    expect(compareRuns(known, [runOfTasks(runningMs)]).verdict).toBe(verdict);
  });

  it('is milder with one known run: 125 s could be noise, 250 s could not', () => {
    const one = known.slice(0, 1);
    expect(compareRuns(one, [runOfTasks(115_000)]).verdict).toBe('unchanged');
    expect(compareRuns(one, [runOfTasks(250_000)]).verdict).toBe('regressed');
  });

  it('needs ratio and seconds: a doubled second is nothing', () => {
    const short = [1, 1.01, 0.99].map((s) =>
      summaryOf({ wallClock: { full: s * 1000 }, coreTime: { compute: s * 4000 } }),
    );
    const doubled = summaryOf({ wallClock: { full: 2_000 }, coreTime: { compute: 8_000 } });
    expect(compareRuns(short, [doubled]).verdict).toBe('unchanged');
  });

  it('leaves start-up out, and tells of it apart', () => {
    const late = summaryOf({ wallClock: { 'start-up': 300_000, planning: 10_000, full: 90_000 } });
    const usual = known.map((run) => ({ ...run, wallClock: { ...run.wallClock, 'start-up': 5_000 } }));
    const { verdict, waiting } = compareRuns(usual, [late]);
    expect(verdict).toBe('unchanged');
    expect(waiting?.verdict).toBe('regressed');
  });

  it('says that it cannot compare', () => {
    expect(compareRuns([], [runOfTasks(90_000)])).toMatchObject({
      verdict: 'not-comparable',
      notComparable: 'there is no baseline run to compare with',
    });
    const huge = { sqlExecutions: [sqlOf('q', { inputBytes: 1e9, inputRows: 1e6 })] };
    const small = { sqlExecutions: [sqlOf('q', { inputBytes: 1e8, inputRows: 1e5 })] };
    const { notComparable } = compareRuns([runOfTasks(90_000, small)], [runOfTasks(90_000, huge)]);
    expect(notComparable).toBe('the input is 10 times that of the baseline');
  });
});

describe('conditions', () => {
  const scan = { 'Scan parquet orders': 1 };
  const reading = (bytes: number, operators: Record<string, number> = scan) => ({
    sqlExecutions: [sqlOf('q', { inputBytes: bytes, inputRows: bytes / 100, operators, durationMs: 50_000 })],
  });
  const usual = known.map((run) => ({ ...run, ...reading(1e9) }));

  it('excuse twice the time for twice the input, and say so', () => {
    const { verdict, working, conditions } = compareRuns(usual, [runOfTasks(180_000, reading(2e9))]);
    expect(conditions.inputRatio).toBe(2);
    expect(verdict).toBe('unchanged');
    expect(working).toMatchObject({ explainedByConditions: true, expectedMs: { least: 100_000, most: 190_000 } });
  });

  it('do not excuse more than the growth', () => {
    expect(compareRuns(usual, [runOfTasks(300_000, reading(2e9))]).verdict).toBe('regressed');
  });

  it('do not excuse a scan that lost its filter', () => {
    const filtered = known.map((run) => ({ ...run, ...reading(1e9, { 'Scan parquet orders partitions by day': 1 }) }));
    const { verdict, conditions, explanation } = compareRuns(filtered, [runOfTasks(180_000, reading(2e9))]);
    expect(conditions.inputRatio).toBe(1);
    expect(verdict).toBe('regressed');
    expect(explanation?.plans).toMatchObject([
      { name: 'q', added: { 'Scan parquet orders': 1 }, removed: { 'Scan parquet orders partitions by day': 1 } },
    ]);
  });

  it('excuse half the slots', () => {
    const halved = runOfTasks(180_000, {
      cluster: { slots: 2, executors: 1, coresPerExecutor: 2 },
      coreTime: { compute: 360_000 },
    });
    const { verdict, conditions, working, explanation } = compareRuns(known, [halved]);
    expect(conditions.slotsRatio).toBe(2);
    expect(verdict).toBe('unchanged');
    expect(working?.explainedByConditions).toBe(true);
    expect(explanation?.causes[0]).toMatchObject({ cause: 'slots', changeMs: 90_000 });
  });

  it('do not excuse slots that were lost', () => {
    const lost = runOfTasks(180_000, {
      cluster: { slots: 2, executors: 2, coresPerExecutor: 2 },
      removedExecutors: { crashed: 1 },
      coreTime: { compute: 360_000 },
    });
    const { verdict, explanation } = compareRuns(known, [lost]);
    expect(verdict).toBe('regressed');
    expect(explanation?.causes[0]).toMatchObject({ cause: 'executors-lost', changeMs: 90_000 });
  });
});

describe('queries and stages', () => {
  it('are judged by themselves, and named when they came or went', () => {
    const withUnits = known.map((run, i) => ({
      ...run,
      sqlExecutions: [sqlOf('steady'), sqlOf('slow', { durationMs: 10_000 + 50 * i }), sqlOf('old')],
      stages: [stageOf('map', { within: 'slow' })],
    }));
    const fresh = runOfTasks(92_000, {
      sqlExecutions: [sqlOf('steady'), sqlOf('slow', { durationMs: 30_000 }), sqlOf('new')],
      stages: [stageOf('map', { within: 'slow', durationMs: 10_100 })],
    });
    const { verdict, units } = compareRuns(withUnits, [fresh]);
    expect(verdict).toBe('unchanged');
    const outcome = units.map(({ kind, name, presence, judgement }) => [kind, name, presence, judgement?.verdict]);
    expect(outcome).toContainEqual(['sql-execution', 'slow', 'both', 'regressed']);
    expect(outcome).toContainEqual(['sql-execution', 'steady', 'both', 'unchanged']);
    expect(outcome).toContainEqual(['sql-execution', 'new', 'added', undefined]);
    expect(outcome).toContainEqual(['sql-execution', 'old', 'removed', undefined]);
    expect(outcome).toContainEqual(['stage', 'map', 'both', 'unchanged']);
  });
});
