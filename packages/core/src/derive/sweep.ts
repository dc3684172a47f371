import type { ApplicationModel } from '../model/application-model.ts';
import { driverStates, stateChanges, type DriverState } from './driver-states.ts';
import { isInteractive } from './interactive.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { computeTaskTimes, hasFlag, rerunFlag, succeededFlag, timeOf, type EncodedTimes } from './task-times.ts';

/**
 * Told of every stretch of the run in which nothing changes, in order, without holes.
 *
 * @param label index into `wallClockLabels`
 * @param running tasks that run; more than `busySlots` where Spark reused a slot before it noted the end
 * @param leavingSlots free slots of executors that get no more work
 */
export type SweepVisitor = (
  startMs: number,
  endMs: number,
  label: number,
  running: number,
  busySlots: number,
  slots: number,
  leavingSlots: number,
) => void;

type Counts = Record<DriverState, number>;

/**
 * Sweeps once over the run and gives every moment its label (design, section 4). Cost: linear sorts of the task times, then a
 * step per task and per change of state; nothing is allocated per step.
 *
 * @param overloaded when the driver had more queries to plan than it could
 * @param outages when the cluster did not work, by its own log
 */
export function sweepRun(
  model: ApplicationModel,
  overloaded: readonly { readonly startMs: number; readonly endMs: number }[],
  visit: SweepVisitor,
  outages: readonly { readonly startMs: number; readonly endMs: number }[] = [],
): void {
  const runMs = model.application.durationMs;
  const { launches, finishes, successesInTime } = computeTaskTimes(model);
  const changes = stateChanges(model, successesInTime, overloaded, outages);
  const counts = Object.fromEntries(driverStates.map((state) => [state, 0])) as Counts;
  const startUpEndMs = startUpEnd(model);
  const knownFromMs = model.quality.compacted ? firstWork(model) : 0;
  const interactive = isInteractive(model);
  let running = 0;
  let rerunning = 0;
  let nextChange = 0;
  let nextLaunch = 0;
  let nextFinish = 0;
  let changeMs = changes[0]?.timeMs ?? Number.POSITIVE_INFINITY;
  let launchMs = timeAt(launches, 0);
  let finishMs = timeAt(finishes, 0);
  let nowMs = 0;

  while (nowMs < runMs) {
    // All that happens at this moment, before the time after it gets its label.
    while (changeMs <= nowMs) {
      const change = changes[nextChange++];
      if (change !== undefined) counts[change.state] += change.change;
      changeMs = changes[nextChange]?.timeMs ?? Number.POSITIVE_INFINITY;
    }
    for (; launchMs <= nowMs; launchMs = timeAt(launches, ++nextLaunch)) {
      running++;
      if (hasFlag(launches[nextLaunch] ?? 0, rerunFlag)) rerunning++;
    }
    for (; finishMs <= nowMs; finishMs = timeAt(finishes, ++nextFinish)) {
      const finish = finishes[nextFinish] ?? 0;
      running--;
      if (hasFlag(finish, rerunFlag)) rerunning--;
      if (hasFlag(finish, succeededFlag)) counts.remainingTasks--;
    }
    let untilMs = Math.min(runMs, launchMs, finishMs, changeMs);
    if (nowMs < startUpEndMs) untilMs = Math.min(untilMs, startUpEndMs);
    if (nowMs < knownFromMs) untilMs = Math.min(untilMs, knownFromMs);
    const label =
      running > 0
        ? labelRunning(counts, running, rerunning)
        : counts.outages > 0
          ? codes['cluster-malfunction']
          : counts.jobs > 0
            ? labelOpenJob(counts)
            : nowMs >= startUpEndMs && nowMs < knownFromMs
              ? codes.unknown
              : labelNoJob(counts, nowMs < startUpEndMs, interactive);
    visit(nowMs, untilMs, label, running, Math.min(running, counts.slots), counts.slots, counts.leavingSlots);
    nowMs = untilMs;
  }
}

/** Labels as numbers: the sweep takes a step per task, and looking a text up would be its largest part. */
const codes = Object.fromEntries(wallClockLabels.map((label, code) => [label, code])) as Record<WallClockLabel, number>;

/** The time of an encoded launch or finish; later than everything behind the last one. */
function timeAt(encoded: EncodedTimes, index: number): number {
  return index < encoded.length ? timeOf(encoded[index] ?? 0) : Number.POSITIVE_INFINITY;
}

/**
 * What a program still does to start after the first executor is there: opening the session, loading the catalog, imports.
 * Seen: 3 to 7 s on small machines. Beyond it, its own code is what takes the time.
 */
const sessionStartMs = 10_000;

/** Start-up lasts until something is asked of Spark, or until shortly after the first executor is there. */
function startUpEnd(model: ApplicationModel): number {
  const addedMs = model.executors.map((executor) => executor.addedMs);
  return Math.min(firstWork(model), earliest(model, addedMs) + sessionStartMs);
}

/** When the first work that the log knows of was asked of Spark. */
function firstWork(model: ApplicationModel): number {
  return Math.min(
    earliest(
      model,
      model.jobs.map((job) => job.startMs),
    ),
    earliest(
      model,
      model.sqlExecutions.map((execution) => execution.startMs),
    ),
    earliest(
      model,
      model.streamingRuns.map((run) => run.startMs),
    ),
  );
}

function earliest(model: ApplicationModel, timesMs: readonly number[]): number {
  return timesMs.reduce((least, timeMs) => Math.min(least, Math.max(0, timeMs)), model.application.durationMs);
}

function labelNoJob(counts: Counts, startingUp: boolean, interactive: boolean): number {
  if (startingUp) return codes['start-up'];
  if (counts.planning > 0) return counts.overloaded > 0 ? codes['driver-overloaded'] : codes.planning;
  if (counts.committing > 0) return codes.commit;
  // Inside a batch and outside its SQL execution: offsets are listed before it, written to the log after it.
  if (counts.batches > 0) return codes.planning;
  if (counts.streams > 0) return codes['streaming-wait'];
  return interactive ? codes.idle : codes['non-spark-code'];
}

function labelOpenJob(counts: Counts): number {
  if (counts.slots <= counts.leavingSlots) return codes['waiting-for-executors'];
  if (counts.fetchFailureWaits > 0) return codes['fetch-failure-wait'];
  return counts.stages > 0 && counts.remainingTasks > 0 ? codes['scheduling-delay'] : codes['between-stages'];
}

function labelRunning(counts: Counts, running: number, rerunning: number): number {
  if (rerunning === running) return codes['re-running'];
  if (running >= counts.slots - counts.leavingSlots) return codes.full;
  const pending = counts.remainingTasks - running;
  if (pending > 0) return codes['not-launched'];
  return counts.stageWidth < counts.slots ? codes['too-few-tasks'] : codes.tail;
}
