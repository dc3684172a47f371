import type { ApplicationModel, Executor } from '../../model/application-model.ts';
import { parseTimeSetting } from '../../util/time-settings.ts';
import type { ExecutorWork } from './evidence.ts';

/** The default of `spark.dynamicAllocation.executorIdleTimeout`. */
const usualTimeoutMs = 60_000;
/** What an executor holds makes it wait for longer, or for less where these are set so; without them it is kept for good. */
const otherTimeouts = ['cachedExecutorIdleTimeout', 'shuffleTracking.timeout'] as const;
/** Spark counts from when it handles the end of the task, and looks for idle executors some times a second. */
const toleranceMs = 1_000;

/** For how long an executor must have been idle, at the least, before dynamic allocation may take it. */
export function leastIdleTimeoutMs({ environment: { spark } }: Pick<ApplicationModel, 'environment'>): number {
  const timeoutMs = (name: string) => parseTimeSetting(spark.get(`spark.dynamicAllocation.${name}`));
  const others = otherTimeouts.map((name) => timeoutMs(name) ?? Number.POSITIVE_INFINITY);
  return Math.min(timeoutMs('executorIdleTimeout') ?? usualTimeoutMs, ...others);
}

/** For how long an executor had run no task when it went. */
export function idleMsBefore({ addedMs }: Executor, removedMs: number, { lastFinishMs }: ExecutorWork): number {
  return Math.max(0, removedMs - Math.max(addedMs, lastFinishMs));
}

/** Whether it had been idle for long enough to be taken for that. */
export function wasIdleLongEnough(model: ApplicationModel, idleMs: number): boolean {
  return idleMs >= leastIdleTimeoutMs(model) - toleranceMs;
}
