import type { RunSummary } from '@cinderlog/core';
import type { Random } from './random.ts';

/** How runs differ by themselves: the logarithm of each time varies normally by the spread, and now and then a run is wild. */
export interface Noise {
  readonly spread: number;
  /** Share of runs that a neighbour on the machine slows by 20 to 60 %. */
  readonly wildShare: number;
}

export interface Change {
  readonly name: string;
  /** The cause that has to be named first. */
  readonly cause: string;
  apply(run: RunSummary): RunSummary;
}

const running = ['full', 'tail', 'too-few-tasks', 'not-launched', 're-running'];

/** A run like the recorded one: SIMULATED, all its times under one noise and each part under a smaller one of its own. */
export function simulateRun(recorded: RunSummary, noise: Noise, random: Random, index: number): RunSummary {
  const wild = random.next() < noise.wildShare ? 1.2 + 0.4 * random.next() : 1;
  const whole = wild * Math.exp(noise.spread * random.normal());
  const part = () => Math.exp(0.5 * noise.spread * random.normal());
  const times = (record: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(record).map(([label, ms]) => [label, Math.round(ms * whole * part())]));
  const wallClock = times(recorded.wallClock);
  const unit = <Unit extends { durationMs: number }>(one: Unit): Unit => ({
    ...one,
    durationMs: one.durationMs * whole * part(),
  });
  return {
    ...recorded,
    run: { ...recorded.run, id: `simulated-${index}`, startedAt: new Date(1.7e12 + index * 1e7).toISOString() },
    wallClock,
    coreTime: consistentCoreTime(recorded, wallClock),
    durationMs: Object.values(wallClock).reduce((sum, ms) => sum + ms, 0),
    jobs: recorded.jobs.map(unit),
    jobGroups: recorded.jobGroups.map(unit),
    sqlExecutions: recorded.sqlExecutions.map(unit),
    stages: recorded.stages.map(unit),
  };
}

/** Core time grows with the wall clock of its label; busy time with all time in which tasks run. */
function consistentCoreTime(recorded: RunSummary, wallClock: Readonly<Record<string, number>>): Record<string, number> {
  const runningMs = (record: Readonly<Record<string, number>>) =>
    running.reduce((sum, label) => sum + (record[label] ?? 0), 0);
  const busy = runningMs(wallClock) / Math.max(1, runningMs(recorded.wallClock));
  return Object.fromEntries(
    Object.entries(recorded.coreTime).map(([label, ms]) => {
      const idleOf = /^idle:(.+)$/.exec(label)?.[1];
      const before = idleOf === undefined ? 0 : (recorded.wallClock[idleOf] ?? 0);
      return [label, ms * (before > 0 ? (wallClock[idleOf ?? ''] ?? 0) / before : busy)];
    }),
  );
}

function scale(
  record: Readonly<Record<string, number>>,
  labels: (label: string) => boolean,
  factor: number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(record).map(([label, ms]) => [label, labels(label) ? ms * factor : ms]));
}

function total(run: RunSummary): RunSummary {
  return { ...run, durationMs: Object.values(run.wallClock).reduce((sum, ms) => sum + ms, 0) };
}

const isRunning = (label: string) => running.includes(label.replace(/^idle:/, ''));
const isTaskTime = (label: string) => isRunning(label) || !label.includes(':');
const workOf = ({ wallClock }: RunSummary) =>
  Object.entries(wallClock).reduce(
    (sum, [label, ms]) => (label === 'start-up' || label === 'waiting-for-executors' ? sum : sum + ms),
    0,
  );
const runningOf = ({ wallClock }: RunSummary) => running.reduce((sum, label) => sum + (wallClock[label] ?? 0), 0);

/** All tasks take longer, by so much that the working time grows by a share. */
export function slower(share: number): Change {
  return {
    name: `slower by ${Math.round(share * 100)} %`,
    cause: 'more-work',
    apply: (run) => {
      const factor = 1 + (share * workOf(run)) / runningOf(run);
      return total({
        ...run,
        wallClock: scale(run.wallClock, isRunning, factor),
        coreTime: scale(run.coreTime, isTaskTime, factor),
      });
    },
  };
}

/** Time without a task, as long as a share of the working time. */
export function gap(share: number): Change {
  return {
    name: 'a gap of the program’s own code',
    cause: 'non-spark-code',
    apply: (run) => {
      const label = 'non-spark-code';
      return total({
        ...run,
        wallClock: { ...run.wallClock, [label]: (run.wallClock[label] ?? 0) + share * workOf(run) },
      });
    },
  };
}

/** One task goes on alone in a stage for a share of the working time. */
export function skew(share: number): Change {
  return {
    name: 'one long task',
    cause: 'skew',
    apply: (run) => {
      const ms = share * workOf(run);
      const longest = Math.max(...run.stages.map(({ durationMs }) => durationMs));
      const { slots } = run.cluster;
      return total({
        ...run,
        wallClock: { ...run.wallClock, tail: (run.wallClock.tail ?? 0) + ms },
        coreTime: {
          ...run.coreTime,
          'other-in-tasks': (run.coreTime['other-in-tasks'] ?? 0) + ms,
          'idle:tail': (run.coreTime['idle:tail'] ?? 0) + (slots - 1) * ms,
        },
        stages: run.stages.map((stage) =>
          stage.durationMs === longest
            ? {
                ...stage,
                durationMs: stage.durationMs + ms,
                longestTaskMs: stage.longestTaskMs + ms,
                taskMs: stage.taskMs + ms,
              }
            : stage,
        ),
      });
    },
  };
}

/** An executor is lost: its work is thrown away and done again on fewer slots. */
export function executorLost(share: number): Change {
  return {
    name: 'an executor lost',
    cause: 'executors-lost',
    apply: (run) => {
      const ms = share * workOf(run);
      const { slots } = run.cluster;
      return total({
        ...run,
        removedExecutors: { crashed: 1 },
        wallClock: { ...run.wallClock, 're-running': 0.6 * ms, full: (run.wallClock.full ?? 0) + 0.4 * ms },
        // Half of the slots are missing in that time.
        coreTime: { ...run.coreTime, 'thrown-away': (slots / 2) * ms },
      });
    },
  };
}

/** Twice the rows, twice the time of tasks: no regression. */
export const moreData: Change = {
  name: 'twice the data',
  cause: 'more-input',
  apply: (run) =>
    total({
      ...run,
      data: { ...run.data, inputBytes: 2 * run.data.inputBytes, inputRows: 2 * run.data.inputRows },
      wallClock: scale(run.wallClock, isRunning, 2),
      coreTime: scale(run.coreTime, isTaskTime, 2),
      sqlExecutions: run.sqlExecutions.map((one) => ({
        ...one,
        inputBytes: 2 * one.inputBytes,
        inputRows: 2 * one.inputRows,
      })),
    }),
};

/** Half of the slots, twice the time of tasks: no regression of the job. */
export const fewerCores: Change = {
  name: 'half of the cores',
  cause: 'slots',
  apply: (run) =>
    total({
      ...run,
      cluster: { ...run.cluster, slots: run.cluster.slots / 2, coresPerExecutor: run.cluster.coresPerExecutor / 2 },
      wallClock: scale(run.wallClock, isRunning, 2),
    }),
};
