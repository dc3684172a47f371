import type { ApplicationModel } from '../model/application-model.ts';
import { declareLimits, type ValuesOf } from '../util/limits.ts';
import { medianOf } from '../util/median.ts';
import { orderOfTimes } from '../kernels/order.ts';
import type { StageView } from './stage-view.ts';
import { replayMs } from './replay.ts';
import type { Durations, StageTasks } from './stage-tasks.ts';

/** Why some tasks of a stage took much longer than the others. */
export type StragglerCause = 'data' | 'host' | 'gc' | 'fetch-wait' | 'cold-start' | 'compute' | 'unknown';

/** The long tasks of a stage attempt, what they cost and what makes them differ. */
export interface Stragglers {
  readonly count: number;
  readonly taskCount: number;
  readonly medianMs: number;
  /** A task of this length or more is a long one. */
  readonly longFromMs: number;
  readonly maxMs: number;
  /**
   * What the stage would have been shorter, by replay: for data and computing with the same work spread evenly over its tasks, for
   * everything else without what held each of the long tasks up.
   */
  readonly costMs: number;
  /** Data of the long tasks against the median task. */
  readonly dataRatio: number;
  readonly medianBytes: number;
  readonly maxBytes: number;
  readonly cause: StragglerCause;
  /** The host of all long tasks, when it is one. */
  readonly host: string | undefined;
  /** The host of all long tasks that nothing explains, beside others that waited for shuffle data: it stood still while they waited for it. */
  readonly stalledHost: string | undefined;
}

/** What makes a task a long one, whatever the cause: straggling tasks and skew share them. */
export const stragglerLimits = declareLimits('task-skew', {
  leastTasks: { usual: 4, unit: 'count', reason: 'Fewer tasks have no usual duration to compare with.' },
  longRatio: {
    usual: 2,
    unit: 'ratio',
    reason: 'Over the 75th percentile. The Databricks guide looks from 1.5 on; twice leaves ordinary spread alone.',
  },
});
/** Data explains a long task when it has at least twice the usual and at least half the excess in time. */
const dataRatioLimit = 2;
/** What fills at least a third of the time of a long task, and is not the work itself, held it up. */
const fillingShare = 1 / 3;

/** Nothing when no task of the stage is much longer than the rest. */
export function findStragglers(
  model: ApplicationModel,
  tasks: StageTasks,
  stage: StageView,
  { leastTasks, longRatio }: ValuesOf<typeof stragglerLimits>,
): Stragglers | undefined {
  const { durationMs } = stage.stats;
  if (stage.stats.succeeded < leastTasks || durationMs === undefined) return undefined;
  const limitMs = longRatio * Math.max(durationMs.p75, 1);
  if (durationMs.max < limitMs) return undefined;

  const durations = tasks.durationsOf(stage.index);
  // They are sorted, so the long ones are the last.
  const long: number[] = [];
  for (let task = durations.length - 1; task >= 0 && (durations[task] ?? 0) >= limitMs; task--) long.push(task);
  long.reverse();
  const bytes = tasks.bytesReadOf(stage.index);
  const maxBytes = long.reduce((most, task) => Math.max(most, bytes[task] ?? 0), 0);
  const medianBytes = medianOf(bytes.slice());
  const dataRatio = maxBytes / Math.max(medianBytes, 1);
  const cause = explain(tasks, stage, long, dataRatio, durationMs.max / Math.max(durationMs.median, 1));
  const order = orderOfTimes(tasks.valuesOf(stage.index, 'launchMs'));
  const isWork = cause === 'data' || cause === 'compute';
  const holdUps = isWork ? [] : findHoldUps(tasks, stage, long, { bytes, medianBytes });
  const changed = isWork ? spreadEvenly(durations) : withoutHoldUps(durations, holdUps, durationMs.median);
  const savedMs = replayMs(inOrder(durations, order), stage.slots) - replayMs(inOrder(changed, order), stage.slots);
  return {
    count: long.length,
    taskCount: durations.length,
    medianMs: durationMs.median,
    longFromMs: limitMs,
    maxMs: durationMs.max,
    costMs: Math.min(stage.shareMs, Math.max(0, savedMs)),
    dataRatio,
    medianBytes,
    maxBytes,
    cause,
    host: hostOf(model, tasks, stage, long),
    stalledHost: cause === 'fetch-wait' ? stalledHostOf(model, tasks, stage, holdUps) : undefined,
  };
}

function inOrder(durations: Durations, order: Uint32Array): Float64Array {
  const ordered = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) ordered[i] = durations[order[i] ?? 0] ?? 0;
  return ordered;
}

/** As many equal tasks with the same total. */
function spreadEvenly(durations: Durations): Durations {
  let totalMs = 0;
  for (const durationMs of durations) totalMs += durationMs;
  return new Float64Array(durations.length).fill(totalMs / durations.length);
}

/** What held one long task up, and for how long; all of its time beyond the median where nothing explains it. */
interface HoldUp {
  readonly task: number;
  readonly cause: 'gc' | 'fetch-wait' | 'cold-start' | 'unknown';
  readonly ms: number;
}

/** The first that fills enough of the time is the cause of all long tasks together. */
const holdUpColumns = [
  ['fetch-wait', 'shuffleFetchWaitMs'],
  ['gc', 'jvmGcMs'],
  ['cold-start', 'executorDeserializeMs'],
] as const;

/** Tasks with more data, and those that computed, are not held up: they had more to do. */
function findHoldUps(
  tasks: StageTasks,
  stage: StageView,
  long: readonly number[],
  { bytes, medianBytes }: { bytes: Float64Array; medianBytes: number },
): HoldUp[] {
  const durations = tasks.durationsOf(stage.index);
  const cpuNs = tasks.valuesOf(stage.index, 'executorCpuNs');
  const columns = holdUpColumns.map(([cause, column]) => ({ cause, ms: tasks.valuesOf(stage.index, column) }));
  return long.flatMap((task): HoldUp[] => {
    const durationMs = durations[task] ?? 0;
    const parts = columns.map(({ cause, ms }) => ({ task, cause, ms: ms[task] ?? 0 }));
    const largest = parts.reduce((most, part) => (part.ms > most.ms ? part : most));
    if (largest.ms >= durationMs * fillingShare) return [largest];
    const hasMoreToDo =
      (bytes[task] ?? 0) >= dataRatioLimit * Math.max(medianBytes, 1) || (cpuNs[task] ?? 0) / 1e6 >= durationMs / 2;
    return hasMoreToDo ? [] : [{ task, cause: 'unknown', ms: durationMs }];
  });
}

function withoutHoldUps(durations: Durations, holdUps: readonly HoldUp[], medianMs: number): Durations {
  const changed = durations.slice();
  for (const { task, cause, ms } of holdUps) {
    changed[task] = cause === 'unknown' ? medianMs : Math.max(0, (durations[task] ?? 0) - ms);
  }
  return changed;
}

/** The host of all these tasks, when it is one. */
function hostOf(
  model: ApplicationModel,
  tasks: StageTasks,
  stage: StageView,
  of: readonly number[],
): string | undefined {
  const { hosts, columns } = model.tasks;
  const codes = new Set(of.map((task) => columns.host.at(tasks.rowsOf(stage.index)[task] ?? 0)));
  const [code] = codes;
  return codes.size === 1 && code !== undefined ? hosts.valueOf(code) : undefined;
}

function stalledHostOf(
  model: ApplicationModel,
  tasks: StageTasks,
  stage: StageView,
  holdUps: readonly HoldUp[],
): string | undefined {
  const of = (cause: HoldUp['cause']) => holdUps.filter((holdUp) => holdUp.cause === cause).map(({ task }) => task);
  const stalled = hostOf(model, tasks, stage, of('unknown'));
  // Those that waited for it stand elsewhere.
  return stalled !== undefined && hostOf(model, tasks, stage, of('fetch-wait')) !== stalled ? stalled : undefined;
}

function explain(
  tasks: StageTasks,
  stage: StageView,
  long: readonly number[],
  dataRatio: number,
  durationRatio: number,
): StragglerCause {
  if (dataRatio >= dataRatioLimit && dataRatio >= durationRatio / 2) return 'data';
  const sumOver = (column: Parameters<StageTasks['valuesOf']>[1]) => {
    const values = tasks.valuesOf(stage.index, column);
    return long.reduce((sum, task) => sum + (values[task] ?? 0), 0);
  };
  const durations = tasks.durationsOf(stage.index);
  const totalMs = long.reduce((sum, task) => sum + (durations[task] ?? 0), 0);
  const fills = (ms: number) => ms >= totalMs * fillingShare;
  for (const [cause, column] of holdUpColumns) if (fills(sumOver(column))) return cause;
  if (dataRatio >= dataRatioLimit) return 'data';
  return sumOver('executorCpuNs') / 1e6 >= totalMs / 2 ? 'compute' : 'unknown';
}
