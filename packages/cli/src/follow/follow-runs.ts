import type { LogInput, RunView } from '@cinderlog/core';
import type { NamedRun } from '../server/serve-runs.ts';
import { FollowedLog, hasEnded } from './followed-log.ts';
import { measureLog } from './measure-log.ts';

/** A run with the log that it was read from; one from a report has none. */
export interface ViewedRun {
  readonly name: string;
  readonly view: RunView;
  readonly log: LogInput | undefined;
}

/**
 * Follows the logs whose application has not ended, as long as they are files.
 *
 * @param read reads one log again
 * @returns the runs as they are at any moment, and what ends all following
 */
export function followRuns(
  runs: readonly ViewedRun[],
  read: (input: string) => Promise<readonly RunView[]>,
): { readonly served: readonly NamedRun[]; readonly stop: () => void } {
  const followed = new Map<LogInput, FollowedLog>();
  const served = runs.map((run): NamedRun => {
    const { log } = run;
    if (log === undefined) return run;
    const ofLog = runs.filter((other) => other.log === log);
    const following = followed.get(log) ?? follow(log, ofLog, read);
    if (following === undefined) return run;
    followed.set(log, following);
    const place = ofLog.indexOf(run);
    return {
      name: run.name,
      get view() {
        return following.view(place) ?? run.view;
      },
      get live() {
        return following.live;
      },
    };
  });
  for (const log of followed.values()) log.start();
  return {
    served,
    stop: () => {
      for (const log of followed.values()) log.stop();
    },
  };
}

function follow(
  log: LogInput,
  runs: readonly ViewedRun[],
  read: (input: string) => Promise<readonly RunView[]>,
): FollowedLog | undefined {
  const views = runs.map(({ view }) => view);
  const measured = measureLog(log);
  if (hasEnded(views) || measured === undefined) return undefined;
  // Sizes as they were found, before the log was read: what came during that is read again.
  const bytes = log.parts.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  return new FollowedLog(views, { ...measured, bytes }, { measure: () => measureLog(log), read });
}
