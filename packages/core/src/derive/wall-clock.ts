import type { ApplicationModel } from '../model/application-model.ts';
import { ActivityBuckets, type Activity } from './activity.ts';
import { driverStates, stateChanges, type DriverState } from './driver-states.ts';
import { isInteractive } from './interactive.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { computeTaskTimes, hasFlag, rerunFlag, succeededFlag, timeOf } from './task-times.ts';

/** The wall-clock ledger: every millisecond of the run under exactly one label (design, section 4). */
export interface WallClock {
  /** Milliseconds per label; they sum to the run. */
  readonly ms: Readonly<Record<WallClockLabel, number>>;
  /** Slot-milliseconds without a task, by the label of their time. */
  readonly idleSlotMs: Readonly<Record<WallClockLabel, number>>;
  /** Slot-milliseconds with a task. Tasks above the number of slots (Spark reuses a slot before it notes the end) do not count. */
  readonly busySlotMs: number;
  /** Stretches of at least `minGapMs` without a running task, in order. */
  readonly gaps: readonly Gap[];
  readonly activity: Activity;
}

/** A stretch without a running task, and what its parts were. */
export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly segments: readonly GapSegment[];
}

export interface GapSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly label: WallClockLabel;
}

type Counts = Record<DriverState, number>;

/**
 * Sweeps once over the run. Cost: two sorts of task times, then a step per task and per change of state.
 *
 * @param minGapMs shorter stretches are in the ledger only
 * @param overloaded when the driver had more queries to plan than it could
 */
export function computeWallClock(
  model: ApplicationModel,
  minGapMs: number,
  overloaded: readonly { readonly startMs: number; readonly endMs: number }[] = [],
): WallClock {
  const runMs = model.application.durationMs;
  const times = computeTaskTimes(model);
  const changes = stateChanges(model, times.successesInTime, overloaded);
  const counts = Object.fromEntries(driverStates.map((state) => [state, 0])) as Counts;
  const startUpEndMs = startUpEnd(model);
  const knownFromMs = model.quality.compacted ? firstWork(model) : 0;
  const interactive = isInteractive(model);
  const ms = new Float64Array(wallClockLabels.length);
  const idleSlotMs = new Float64Array(wallClockLabels.length);
  const gaps: Gap[] = [];
  const buckets = new ActivityBuckets(runMs);
  let busySlotMs = 0;
  let running = 0;
  let rerunning = 0;
  let segments: GapSegment[] = [];
  let nextChange = 0;
  let nextLaunch = 0;
  let nextFinish = 0;
  let launchMs = timeAt(times.launches, 0);
  let finishMs = timeAt(times.finishes, 0);
  let nowMs = 0;

  const closeGap = () => {
    const first = segments[0];
    const last = segments.at(-1);
    if (first !== undefined && last !== undefined && last.endMs - first.startMs >= minGapMs) {
      gaps.push({ startMs: first.startMs, endMs: last.endMs, segments });
    }
    segments = [];
  };

  while (nowMs < runMs) {
    // All that happens at this moment, before the time after it gets its label.
    for (
      let change = changes[nextChange];
      change !== undefined && change.timeMs <= nowMs;
      change = changes[++nextChange]
    ) {
      counts[change.state] += change.change;
    }
    for (; launchMs <= nowMs; launchMs = timeAt(times.launches, ++nextLaunch)) {
      running++;
      if (hasFlag(times.launches[nextLaunch] ?? 0, rerunFlag)) rerunning++;
    }
    for (; finishMs <= nowMs; finishMs = timeAt(times.finishes, ++nextFinish)) {
      const finish = times.finishes[nextFinish] ?? 0;
      running--;
      if (hasFlag(finish, rerunFlag)) rerunning--;
      if (hasFlag(finish, succeededFlag)) counts.remainingTasks--;
    }
    let untilMs = Math.min(runMs, launchMs, finishMs, changes[nextChange]?.timeMs ?? runMs);
    if (nowMs < startUpEndMs) untilMs = Math.min(untilMs, startUpEndMs);
    if (nowMs < knownFromMs) untilMs = Math.min(untilMs, knownFromMs);
    const label =
      running > 0
        ? labelRunning(counts, running, rerunning)
        : counts.jobs > 0
          ? labelOpenJob(counts)
          : nowMs >= startUpEndMs && nowMs < knownFromMs
            ? 'unknown'
            : labelNoJob(counts, nowMs < startUpEndMs, interactive);
    const lengthMs = untilMs - nowMs;
    const busySlots = Math.min(running, counts.slots);
    const index = labelIndex[label];
    ms[index] = (ms[index] ?? 0) + lengthMs;
    idleSlotMs[index] = (idleSlotMs[index] ?? 0) + (counts.slots - busySlots) * lengthMs;
    busySlotMs += busySlots * lengthMs;
    buckets.add(nowMs, untilMs, busySlots, counts.slots);
    if (running === 0) extendGap(segments, nowMs, untilMs, label);
    else if (segments.length > 0) closeGap();
    nowMs = untilMs;
  }
  closeGap();
  return { ms: perLabel(ms), idleSlotMs: perLabel(idleSlotMs), busySlotMs, gaps, activity: buckets.finish() };
}

const labelIndex = Object.fromEntries(wallClockLabels.map((label, index) => [label, index])) as Record<
  WallClockLabel,
  number
>;

function perLabel(values: Float64Array): Record<WallClockLabel, number> {
  return Object.fromEntries(wallClockLabels.map((label, index) => [label, values[index] ?? 0])) as Record<
    WallClockLabel,
    number
  >;
}

/** The time of an encoded launch or finish; later than everything behind the last one. */
function timeAt(encoded: Float64Array, index: number): number {
  return index < encoded.length ? timeOf(encoded[index] ?? 0) : Number.POSITIVE_INFINITY;
}

function extendGap(segments: GapSegment[], startMs: number, endMs: number, label: WallClockLabel): void {
  const last = segments.at(-1);
  if (last?.label === label) segments[segments.length - 1] = { ...last, endMs };
  else segments.push({ startMs, endMs, label });
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

function labelNoJob(counts: Counts, startingUp: boolean, interactive: boolean): WallClockLabel {
  if (startingUp) return 'start-up';
  if (counts.planning > 0) return counts.overloaded > 0 ? 'driver-overloaded' : 'planning';
  if (counts.committing > 0) return 'commit';
  // Inside a batch and outside its SQL execution: offsets are listed before it, written to the log after it.
  if (counts.batches > 0) return 'planning';
  if (counts.streams > 0) return 'streaming-wait';
  return interactive ? 'idle' : 'non-spark-code';
}

function labelOpenJob(counts: Counts): WallClockLabel {
  if (counts.slots === 0) return 'waiting-for-executors';
  if (counts.fetchFailureWaits > 0) return 'fetch-failure-wait';
  return counts.stages > 0 && counts.remainingTasks > 0 ? 'scheduling-delay' : 'between-stages';
}

function labelRunning(counts: Counts, running: number, rerunning: number): WallClockLabel {
  if (rerunning === running) return 're-running';
  if (running >= counts.slots) return 'full';
  const pending = counts.remainingTasks - running;
  if (pending > 0) return 'not-launched';
  return counts.stageWidth < counts.slots ? 'too-few-tasks' : 'tail';
}
