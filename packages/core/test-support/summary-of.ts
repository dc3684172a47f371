import { runSummarySchema, type RunSummary, type SqlSummary, type StageSummary } from '../src/compare/run-summary.ts';

/** A summary in shorthand: a run of 10 s planning and 90 s of tasks on four slots that are always busy, with what is given changed. */
export function summaryOf(changes: Partial<RunSummary> & { readonly startedAt?: string } = {}): RunSummary {
  const { startedAt = '2026-01-01T00:00:00.000Z', ...rest } = changes;
  const wallClock = rest.wallClock ?? { planning: 10_000, full: 90_000 };
  return runSummarySchema.parse({
    schemaVersion: 1,
    job: 'nightly',
    run: { id: `app-${startedAt}`, startedAt, sparkVersion: '3.5.9' },
    incomplete: [],
    durationMs: Object.values(wallClock).reduce((sum, ms) => sum + ms, 0),
    cluster: { slots: 4, executors: 2, coresPerExecutor: 2 },
    data: { inputBytes: 0, inputRows: 0, outputBytes: 0, outputRows: 0 },
    tasks: { ended: 8, failed: 0, killed: 0, resubmitted: 0 },
    spill: { memoryBytes: 0, diskBytes: 0 },
    coreTime: { compute: 360_000, 'idle:planning': 40_000 },
    removedExecutors: {},
    findings: [],
    configuration: {},
    jobGroups: [],
    jobs: [],
    sqlExecutions: [],
    stages: [],
    streams: [],
    omitted: {},
    ...rest,
    wallClock,
  });
}

/** A run that differs from others only by how long its tasks took. */
export function runOfTasks(runningMs: number, changes: Partial<RunSummary> = {}): RunSummary {
  return summaryOf({
    wallClock: { planning: 10_000, full: runningMs },
    coreTime: { compute: 4 * runningMs, 'idle:planning': 40_000 },
    ...changes,
  });
}

export function sqlOf(name: string, changes: Partial<SqlSummary> = {}): SqlSummary {
  return { name, occurrences: 1, durationMs: 10_000, operators: {}, inputBytes: 0, inputRows: 0, ...changes };
}

export function stageOf(name: string, changes: Partial<StageSummary> = {}): StageSummary {
  return {
    name,
    occurrences: 1,
    durationMs: 10_000,
    tasks: 8,
    taskMs: 40_000,
    longestTaskMs: 5_000,
    medianTaskMs: 5_000,
    inputBytes: 0,
    shuffleReadBytes: 0,
    diskSpilledBytes: 0,
    gcMs: 0,
    ...changes,
  };
}
