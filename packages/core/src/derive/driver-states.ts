import type { ApplicationModel, SqlExecution } from '../model/application-model.ts';
import { groupBy } from '../util/group-by.ts';
import { mostOf } from '../util/extremes.ts';
import { leavingSlotChanges } from './leaving-slots.ts';

/** What is counted while sweeping over the run: how many of each are open at a moment. */
export const driverStates = [
  'jobs',
  /** An SQL execution is open and its last job has not ended, or it has none: its driver part is planning. */
  'planning',
  /** An SQL execution is open and all its jobs are done: its driver part is commit, listing, cleaning up. */
  'committing',
  /** The driver had more queries to plan at once than it could. */
  'overloaded',
  /** The cluster did not work, by its own log. */
  'outages',
  'batches',
  'streams',
  'stages',
  /** Tasks of open stages that have not succeeded yet. */
  'remainingTasks',
  /** Tasks that the open stages have in all: how wide the work is. */
  'stageWidth',
  'slots',
  /** Free slots of executors that get no more work: being decommissioned, or excluded. */
  'leavingSlots',
  /** A stage failed to fetch shuffle data, and nothing has been submitted since. */
  'fetchFailureWaits',
] as const;
export type DriverState = (typeof driverStates)[number];

/** At `timeMs` the count of a state changes by `change`. */
export interface StateChange {
  readonly timeMs: number;
  readonly state: DriverState;
  readonly change: number;
}

/** All state changes but those that single tasks cause, in order of time, within the run. */
export function stateChanges(
  model: ApplicationModel,
  successesInTime: Float64Array,
  overloaded: readonly { readonly startMs: number; readonly endMs: number }[],
  outages: readonly { readonly startMs: number; readonly endMs: number }[] = [],
): StateChange[] {
  const changes: StateChange[] = [];
  const runMs = model.application.durationMs;
  const clip = (timeMs: number) => Math.min(Math.max(Math.floor(timeMs), 0), runMs);
  const open = (state: DriverState, startMs: number, endMs: number, count = 1) => {
    const start = clip(startMs);
    const end = clip(endMs);
    if (count === 0 || end <= start) return;
    changes.push({ timeMs: start, state, change: count }, { timeMs: end, state, change: -count });
  };
  for (const job of model.jobs) open('jobs', job.startMs, job.endMs);
  for (const executor of model.executors) open('slots', executor.addedMs, executor.removedMs ?? runMs, executor.slots);
  for (const { timeMs, change } of leavingSlotChanges(model)) {
    changes.push({ timeMs: clip(timeMs), state: 'leavingSlots', change });
  }
  for (const run of model.streamingRuns) {
    open('streams', run.startMs, run.endMs);
    for (const batch of run.batches) open('batches', batch.startMs, batch.endMs);
  }
  const lastJobEnds = lastJobEndBySql(model);
  for (const execution of model.sqlExecutions) {
    const lastJobEndMs = lastJobEnds.get(execution.id) ?? execution.endMs;
    open('planning', execution.startMs, Math.min(lastJobEndMs, execution.endMs));
    open('committing', lastJobEndMs, execution.endMs);
  }
  model.stageAttempts.forEach((attempt, index) => {
    open('stages', attempt.startMs, attempt.endMs);
    open('stageWidth', attempt.startMs, attempt.endMs, attempt.taskCount);
    // Successes take their part away one by one while the stage is open; at its end the rest goes.
    const leftAtEnd = attempt.taskCount - (successesInTime[index] ?? 0);
    changes.push(
      { timeMs: clip(attempt.startMs), state: 'remainingTasks', change: attempt.taskCount },
      { timeMs: clip(attempt.endMs), state: 'remainingTasks', change: -leftAtEnd },
    );
  });
  for (const { startMs, endMs } of overloaded) open('overloaded', startMs, endMs);
  for (const { startMs, endMs } of outages) open('outages', startMs, endMs);
  for (const [startMs, endMs] of fetchFailureWaits(model)) open('fetchFailureWaits', startMs, endMs);
  return changes.sort((a, b) => a.timeMs - b.timeMs);
}

function lastJobEndBySql(model: ApplicationModel): Map<SqlExecution['id'], number> {
  const lastEnds = new Map<number, number>();
  for (const [executionId, jobs] of groupBy(model.jobs, (job) => job.sqlExecutionId)) {
    if (executionId !== undefined)
      lastEnds.set(
        executionId,
        mostOf(jobs, (job) => job.endMs),
      );
  }
  return lastEnds;
}

/** From each fetch-failed stage attempt to the next submission of any stage; Spark waits on purpose before it retries. */
function fetchFailureWaits(model: ApplicationModel): [number, number][] {
  const starts = model.stageAttempts.map((attempt) => attempt.startMs).sort((a, b) => a - b);
  const waits: [number, number][] = [];
  for (const attempt of model.stageAttempts) {
    if (!/fetch ?fail/i.test(attempt.failureReason ?? '')) continue;
    const next = starts.find((startMs) => startMs >= attempt.endMs);
    if (next !== undefined) waits.push([attempt.endMs, next]);
  }
  return waits;
}
