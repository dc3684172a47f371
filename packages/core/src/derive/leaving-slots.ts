import type { ApplicationModel, Executor } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { mergeSpans, type Span } from '../util/spans.ts';
import { parseTimeSetting } from '../util/time-settings.ts';

/** At `timeMs` the number of free slots that get no more work changes by `change`. */
export interface LeavingChange {
  readonly timeMs: number;
  readonly change: number;
}

/** When tasks ran on an executor. */
interface Runs {
  readonly launchMs: number[];
  readonly finishMs: number[];
}

/**
 * The slots that are free on executors to which Spark gives no more tasks: those that it excluded after failures, and those that are
 * being decommissioned, from the last task that they were given on (when they were told to leave stands in no log).
 */
export function leavingSlotChanges(model: ApplicationModel): LeavingChange[] {
  const suspects = model.executors.filter((executor) => isDecommissioned(executor) || isExcluded(model, executor));
  if (suspects.length === 0) return [];
  const runsOf = gatherRuns(model, suspects);
  return suspects.flatMap((executor) => {
    const runs = runsOf.get(executor.id) ?? { launchMs: [], finishMs: [] };
    return mergeSpans(spansWithoutWork(model, executor, runs)).flatMap((span) => freeSlots(executor.slots, runs, span));
  });
}

/** Scaling down is told the same way, but takes idle executors, which could have been given work until then. */
function isDecommissioned({ removedReason = '' }: Executor): boolean {
  return /decommission/i.test(removedReason) && !/spark scale down/i.test(removedReason);
}

function exclusionsOf({ exclusions }: ApplicationModel, { id, host }: Executor) {
  return exclusions.filter((each) => each.executorId === id || (each.host !== undefined && each.host === host));
}

function isExcluded(model: ApplicationModel, executor: Executor): boolean {
  return exclusionsOf(model, executor).length > 0;
}

function gatherRuns({ tasks }: ApplicationModel, executors: readonly Executor[]): Map<string, Runs> {
  const runsOf = new Map(executors.map(({ id }): [string, Runs] => [id, { launchMs: [], finishMs: [] }]));
  const byCode = tasks.executors.values.map((id) => runsOf.get(id));
  forEachTaskBlock(tasks, ['executor', 'launchMs', 'finishMs'], ({ executor, launchMs, finishMs }, count) => {
    for (let i = 0; i < count; i++) {
      const runs = byCode[executor[i] ?? 0];
      runs?.launchMs.push(launchMs[i] ?? 0);
      runs?.finishMs.push(finishMs[i] ?? 0);
    }
  });
  return runsOf;
}

/** The default of `spark.excludeOnFailure.timeout`: Spark then tries the executor again. */
const exclusionMs = 3_600_000;
/** A launch may still be noted just behind an exclusion. */
const raceMs = 100;

function spansWithoutWork(model: ApplicationModel, executor: Executor, { launchMs }: Runs): Span[] {
  const { addedMs, removedMs = model.application.durationMs } = executor;
  const spark = model.environment.spark;
  const timeoutMs =
    parseTimeSetting(spark.get('spark.excludeOnFailure.timeout') ?? spark.get('spark.blacklist.timeout')) ??
    exclusionMs;
  const spans = exclusionsOf(model, executor).map(({ timeMs }) => {
    const nextLaunchMs = launchMs.reduce((least, ms) => (ms > timeMs + raceMs ? Math.min(least, ms) : least), Infinity);
    return { startMs: Math.max(addedMs, timeMs), endMs: Math.min(removedMs, timeMs + timeoutMs, nextLaunchMs) };
  });
  if (isDecommissioned(executor)) {
    spans.push({ startMs: launchMs.reduce((most, ms) => Math.max(most, ms), addedMs), endMs: removedMs });
  }
  return spans.filter(({ startMs, endMs }) => endMs > startMs);
}

/** All free slots of an executor from a moment on, and one more with each task that ends. */
function freeSlots(slots: number, { launchMs, finishMs }: Runs, { startMs, endMs }: Span): LeavingChange[] {
  const running = finishMs.filter((ms, task) => ms > startMs && (launchMs[task] ?? 0) <= startMs);
  const ends = running.sort((a, b) => a - b).filter((ms) => ms < endMs);
  const freeAtFirst = Math.max(0, slots - running.length);
  const freed = ends.slice(0, slots - freeAtFirst);
  return [
    { timeMs: startMs, change: freeAtFirst },
    ...freed.map((timeMs) => ({ timeMs, change: 1 })),
    { timeMs: endMs, change: -freeAtFirst - freed.length },
  ];
}
