import type { RunSummary } from '../run-summary.ts';
import { workingMs } from '../working-time.ts';

/** The mean of some runs: durations and ledgers still sum as those of a single run do. */
export interface Reference {
  readonly durationMs: number;
  readonly wallClock: Readonly<Record<string, number>>;
  readonly coreTime: Readonly<Record<string, number>>;
}

/** Averages the runs in the middle, so that one wild run does not colour the explanation: a quarter is left out at each end. */
export function referenceOf(runs: readonly RunSummary[]): Reference {
  const middle = middleRuns(runs);
  const mean = (valueOf: (run: RunSummary) => number) =>
    middle.reduce((sum, run) => sum + valueOf(run), 0) / middle.length;
  const labels = (recordOf: (run: RunSummary) => Readonly<Record<string, number>>) =>
    Object.fromEntries(
      [...new Set(middle.flatMap((run) => Object.keys(recordOf(run))))].map((label) => [
        label,
        mean((run) => recordOf(run)[label] ?? 0),
      ]),
    );
  return {
    durationMs: mean((run) => run.durationMs),
    wallClock: labels((run) => run.wallClock),
    coreTime: labels((run) => run.coreTime),
  };
}

export function middleRuns(runs: readonly RunSummary[]): RunSummary[] {
  const sorted = [...runs].sort((a, b) => workingMs(a) - workingMs(b));
  const cut = Math.floor(sorted.length / 4);
  return sorted.slice(cut, sorted.length - cut);
}
