import { readLog, summarise, workingMs, type RunSummary } from '@cinderlog/core';
import { findLogs } from '@cinderlog/core/node';

/** A run that the lab recorded, with what was done to it. */
export interface RecordedRun {
  /** `unchanged`, `slower-25`, `gap-added` … */
  readonly variant: string;
  readonly summary: RunSummary;
}

/** All runs in an archive of `fixtures/repeats`. */
export async function readRecorded(archive: string): Promise<RecordedRun[]> {
  const { logs, refused } = await findLogs([archive]);
  if (refused[0] !== undefined) throw refused[0];
  const runs: RecordedRun[] = [];
  for (const log of logs) {
    const variant = /([a-z]+(?:-[a-z]+)*(?:-\d+)?)-\d\d\//.exec(log.name)?.[1];
    if (variant === undefined) throw new Error(`${log.name} does not tell its variant`);
    runs.push({ variant, summary: summarise(await readLog(log)).summary });
  }
  return runs;
}

/** Standard deviation of the logarithm of working times. */
export function measuredSpread(runs: readonly RunSummary[]): number {
  const logs = runs.map((run) => Math.log(workingMs(run)));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1));
}
