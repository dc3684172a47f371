import type { WallClockLabel } from '../derive/labels.ts';
import type { RunSummary } from './run-summary.ts';
import { isRunningLabel } from './summarise-run.ts';

/** Time that the cluster and the clock take, whatever the job does. It is compared apart, so that it cannot fail a merge. */
const waitingLabels: ReadonlySet<string> = new Set<WallClockLabel>([
  'start-up',
  'waiting-for-executors',
  'streaming-wait',
  'cluster-malfunction',
  'unknown',
]);

/** The parts of a run's wall clock that are compared: `serial + running` is its working time. */
export interface RunTimes {
  /** Start-up, waiting for executors and triggers. */
  readonly waitingMs: number;
  /** No task runs: planning, commit, the program's own code, scheduling. Does not shrink with more slots. */
  readonly serialMs: number;
  /** Tasks run. */
  readonly runningMs: number;
}

export function runTimes(run: Pick<RunSummary, 'wallClock'>): RunTimes {
  const times = { waitingMs: 0, serialMs: 0, runningMs: 0 };
  for (const [label, ms] of Object.entries(run.wallClock)) {
    if (isRunningLabel(label)) times.runningMs += ms;
    else if (waitingLabels.has(label)) times.waitingMs += ms;
    else times.serialMs += ms;
  }
  return times;
}

export function isWaitingLabel(label: string): boolean {
  return waitingLabels.has(label);
}

export function workingMs(run: Pick<RunSummary, 'wallClock'>): number {
  const { serialMs, runningMs } = runTimes(run);
  return serialMs + runningMs;
}
