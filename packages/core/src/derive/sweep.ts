import { inArena } from '../kernels/arena.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import type { Span } from '../util/spans.ts';
import { meanActivity, type Activity } from './activity.ts';
import { driverStates, stateChanges, type DriverState } from './driver-states.ts';
import { isInteractive } from './interactive.ts';
import { wallClockLabels, type WallClockLabel } from './labels.ts';
import { SweepState } from './sweep-state.ts';
import { computeTaskTimes } from './task-times.ts';

/** Wants to know more of a sweep than what it adds up. Labels are indexes into `wallClockLabels`; all is told in order of time. */
export interface SweepListener {
  /** A stretch without a running task, in which nothing changes. */
  readonly onGap?: (startMs: number, endMs: number, label: number) => void;
  /** Any stretch in which nothing changes. Costs a call per task. */
  readonly onStretch?: (startMs: number, endMs: number, label: number, busySlots: number, slots: number) => void;
  /** Moments of the run at which {@link onMoment} is to be told what had been added up until then, rising. */
  readonly moments?: readonly number[];
  readonly onMoment?: (timeMs: number, msByLabel: Float64Array) => void;
}

/** What a sweep adds up. */
export interface SweepSums {
  /** Milliseconds by label. */
  readonly labelMs: Float64Array;
  /** Slot-milliseconds without a task by label, and with one. */
  readonly idleSlotMs: Float64Array;
  readonly busySlotMs: number;
  readonly activity: Activity;
}

type Counts = Record<DriverState, number>;

const never = Number.POSITIVE_INFINITY;
const stretchesAtOnce = 4096;

/**
 * Sweeps once over the run and gives every moment its label (design, section 4). Cost: linear sorts of the task times, then a
 * step per task, both in the kernels; what changes less often than tasks do is done here.
 *
 * @param overloaded when the driver had more queries to plan than it could
 * @param outages when the cluster did not work, by its own log
 */
export function sweepRun(
  model: ApplicationModel,
  overloaded: readonly Span[],
  outages: readonly Span[] = [],
  listener: SweepListener = {},
): SweepSums {
  return inArena((arena) => {
    const runMs = model.application.durationMs;
    const times = computeTaskTimes(arena, model);
    const changes = stateChanges(model, times.successesInTime, overloaded, outages);
    const sweep = new SweepState(arena, times, runMs, listener.onStretch === undefined ? 0 : stretchesAtOnce);
    const counts = Object.fromEntries(driverStates.map((state) => [state, 0])) as Counts;
    const startUpEndMs = startUpEnd(model);
    const knownFromMs = model.quality.compacted ? firstWork(model) : 0;
    const interactive = isInteractive(model);
    const { moments = [] } = listener;
    let nextChange = 0;
    let nextMoment = 0;
    let nowMs = 0;

    const applyChanges = () => {
      for (let change = changes[nextChange]; change !== undefined && change.timeMs <= nowMs;) {
        counts[change.state] += change.change;
        change = changes[++nextChange];
      }
      sweep.set('openTasks', counts.remainingTasks);
      sweep.set('stageWidth', counts.stageWidth);
      sweep.set('slots', counts.slots);
      sweep.set('leavingSlots', counts.leavingSlots);
    };
    const tellMoments = () => {
      for (; (moments[nextMoment] ?? never) <= nowMs; nextMoment++) {
        listener.onMoment?.(moments[nextMoment] ?? 0, sweep.byLabel('labelMs'));
      }
    };
    const tellStretches = (startMs: number) => {
      if (listener.onStretch === undefined) return;
      const noted = sweep.takeStretches();
      let fromMs = startMs;
      for (let at = 0; at < noted.length; at += 3) {
        const endMs = noted[at] ?? 0;
        listener.onStretch(fromMs, endMs, noted[at + 1] ?? 0, noted[at + 2] ?? 0, counts.slots);
        fromMs = endMs;
      }
    };

    tellMoments();
    while (nowMs < runMs) {
      applyChanges();
      const changeMs = Math.min(runMs, changes[nextChange]?.timeMs ?? never, moments[nextMoment] ?? never);
      while (!sweep.runTasks(changeMs)) {
        tellStretches(nowMs);
        nowMs = sweep.get('nowMs');
      }
      tellStretches(nowMs);
      nowMs = sweep.get('nowMs');
      if (nowMs < changeMs) {
        // No task runs, and none does until the next one starts.
        let untilMs = Math.min(changeMs, sweep.get('nextTaskMs'));
        if (nowMs < startUpEndMs) untilMs = Math.min(untilMs, startUpEndMs);
        if (nowMs < knownFromMs) untilMs = Math.min(untilMs, knownFromMs);
        const label =
          counts.outages > 0
            ? codes['cluster-malfunction']
            : counts.jobs > 0
              ? labelOpenJob(counts, counts.remainingTasks - sweep.get('ended'))
              : nowMs >= startUpEndMs && nowMs < knownFromMs
                ? codes.unknown
                : labelNoJob(counts, nowMs < startUpEndMs, interactive);
        sweep.pass(untilMs, label);
        listener.onGap?.(nowMs, untilMs, label);
        tellStretches(nowMs);
        nowMs = untilMs;
      }
      tellMoments();
    }
    return {
      labelMs: sweep.byLabel('labelMs').slice(),
      idleSlotMs: sweep.byLabel('idleSlotMs').slice(),
      busySlotMs: sweep.get('busySlotMs'),
      activity: meanActivity(
        runMs,
        sweep.byBucket('busyBuckets'),
        sweep.byBucket('slotBuckets'),
        sweep.byBucket('waitingBuckets'),
      ),
    };
  });
}

/** Labels as numbers, as the kernels have them. */
const codes = Object.fromEntries(wallClockLabels.map((label, code) => [label, code])) as Record<WallClockLabel, number>;

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

function labelOpenJob(counts: Counts, remainingTasks: number): number {
  if (counts.slots <= counts.leavingSlots) return codes['waiting-for-executors'];
  if (counts.fetchFailureWaits > 0) return codes['fetch-failure-wait'];
  return counts.stages > 0 && remainingTasks > 0 ? codes['scheduling-delay'] : codes['between-stages'];
}
