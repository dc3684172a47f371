import {
  AppError,
  bundleAsLimits,
  checkHistory,
  jobHistories,
  plural,
  readClusterFiles,
  type BundleLimits,
  type CheckRequest,
  type HistoryRun,
  type JobCheck,
  type Limits,
} from '@cinderlog/core';
import { findClusterFiles } from '@cinderlog/core/node';
import { reportFailure } from '../failure.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';

export interface Histories {
  /** By the name of the job, oldest run first. */
  readonly jobs: ReadonlyMap<string, readonly HistoryRun[]>;
  readonly unreadable: ExitCode | undefined;
}

/**
 * Reads what a platform tells of the runs of its jobs. A record that cannot be read might be the run that matters, so it counts
 * as an input that could not be read.
 *
 * @throws AppError when there is no run in the files
 */
export async function readHistories(paths: readonly string[], verbose: boolean, io: Io): Promise<Histories> {
  const { inputs, refused } = findClusterFiles(paths.map((path) => ({ path, expected: 'databricks-runs' as const })));
  const { story, refused: unread } = await readClusterFiles(inputs);
  const damaged = story.files
    .filter(({ unreadable }) => unreadable > 0)
    .map(
      ({ name, unreadable }) =>
        new AppError('input-unreadable', `${name} has ${plural(unreadable, 'record')} that cannot be read.`),
    );
  let unreadable: ExitCode | undefined;
  for (const error of [...refused, ...unread, ...damaged]) unreadable = reportFailure(io.stderr, error, verbose);
  const jobs = jobHistories(story);
  if (jobs.size === 0 && unreadable === undefined) {
    throw new AppError('input-missing', `There is no run of a job in ${paths.join(', ')}.`);
  }
  return { jobs, unreadable };
}

interface HistoryChecks extends Pick<CheckRequest, 'limits' | 'options' | 'policy'> {
  readonly mostKnown: number;
  readonly bundle: BundleLimits | undefined;
  /** Whether event logs are checked as well, which tell the rest. */
  readonly withLogs: boolean;
}

/** Checks the last run of each job, or of the named one, against limits and the runs before it. */
export function checkHistories(
  { jobs }: Histories,
  named: string | undefined,
  { limits, bundle, mostKnown, withLogs, options, policy }: HistoryChecks,
): JobCheck[] {
  const chosen = [...jobs].filter(([job]) => named === undefined || job === named);
  if (chosen.length === 0 && !withLogs) {
    throw new AppError(
      'input-missing',
      `There is no run of ${named ?? ''}; there are runs of ${[...jobs.keys()].join(', ')}.`,
    );
  }
  return chosen.map(([job, runs]) => {
    const ofBundle = bundle === undefined ? { limits: {}, missing: [] } : bundleAsLimits(bundle, [job]);
    const { run = limits.run, tasks = [], ...others }: Limits = ofBundle.limits;
    const rest = withLogs ? [] : namesOf({ ...withoutRun(limits), ...others });
    return checkHistory({
      job,
      runs,
      limits: { run, tasks: [...(limits.tasks ?? []), ...tasks] },
      missing: [
        ...ofBundle.missing,
        ...rest.map((name) => `limits of ${name} need an event log, and only the history of job runs was given`),
      ],
      mostKnown,
      options,
      policy,
    });
  });
}

function withoutRun({ run: _run, tasks: _tasks, ...others }: Limits): Limits {
  return others;
}

function namesOf(limits: Limits): string[] {
  return Object.entries(limits).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
