import type { ApplicationModel } from '../model/application-model.ts';
import { declareLimits, type ValuesOf } from '../util/limits.ts';
import { orderOfTimes } from '../util/order-of-times.ts';
import { medianOf } from '../util/median.ts';
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
  readonly maxMs: number;
  /** Seconds that the stage would have been shorter with the same work spread evenly over its tasks. */
  readonly costMs: number;
  /** Data of the long tasks against the median task. */
  readonly dataRatio: number;
  readonly medianBytes: number;
  readonly maxBytes: number;
  readonly cause: StragglerCause;
  /** The host of all long tasks, when it is one. */
  readonly host: string | undefined;
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
  const medianBytes = medianOf(bytes);
  const dataRatio = maxBytes / Math.max(medianBytes, 1);
  const hosts = new Set(long.map((task) => model.tasks.columns.host.at(tasks.rowsOf(stage.index)[task] ?? 0)));
  const [hostCode] = hosts;
  const host = hosts.size === 1 && hostCode !== undefined ? model.tasks.hosts.valueOf(hostCode) : undefined;
  return {
    count: long.length,
    taskCount: durations.length,
    medianMs: durationMs.median,
    maxMs: durationMs.max,
    costMs: Math.min(
      stage.shareMs,
      spreadingSavesMs(durations, orderOfTimes(tasks.valuesOf(stage.index, 'launchMs')), stage.slots),
    ),
    dataRatio,
    medianBytes,
    maxBytes,
    cause: explain(tasks, stage, long, dataRatio, durationMs.max / Math.max(durationMs.median, 1)),
    host,
  };
}

/** Replay of the tasks as they were, less a replay of as many equal tasks with the same total. */
function spreadingSavesMs(durations: Durations, order: Uint32Array, slots: number): number {
  const inOrder = new Float64Array(order.length);
  for (let i = 0; i < order.length; i++) inOrder[i] = durations[order[i] ?? 0] ?? 0;
  const mean = inOrder.reduce((sum, durationMs) => sum + durationMs, 0) / inOrder.length;
  return Math.max(0, replayMs(inOrder, slots) - replayMs(inOrder.slice().fill(mean), slots));
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
  // What fills at least a third of the long tasks' time, and is not the work itself.
  const fills = (ms: number) => ms >= totalMs / 3;
  if (fills(sumOver('shuffleFetchWaitMs'))) return 'fetch-wait';
  if (fills(sumOver('jvmGcMs'))) return 'gc';
  if (fills(sumOver('executorDeserializeMs'))) return 'cold-start';
  if (dataRatio >= dataRatioLimit) return 'data';
  return sumOver('executorCpuNs') / 1e6 >= totalMs / 2 ? 'compute' : 'unknown';
}
