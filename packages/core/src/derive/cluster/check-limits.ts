import {
  healthMetrics,
  type BundleLimits,
  type BundlePlace,
  type HealthMetric,
  type JobLimits,
  type TaskLimits,
} from '../../cluster/databricks/bundle-limits.ts';
import { retriesOf } from '../../cluster/databricks/job-runs.ts';
import { largestMeanBacklog, type BacklogUnit } from '../streams/backlog.ts';
import type { Facts } from '../facts.ts';

/** A limit of the bundle, and what this run has against it. In milliseconds, bytes, files, offsets or retries. */
export interface CheckedLimit {
  readonly jobKey: string;
  /** Whose limit it is, where it is that of one task. */
  readonly taskKey?: string;
  readonly metric: HealthMetric | 'timeout_seconds' | 'max_retries';
  readonly unit: BacklogUnit | 'retries';
  readonly limit: number;
  /** Absent where the log has nothing to measure. */
  readonly measured: number | undefined;
  readonly place: BundlePlace | undefined;
}

/**
 * Holds the limits of the job that this application worked for against what was measured: by the name of its run, or the only job
 * of the bundle. Limits of the other jobs are left out.
 */
export function checkLimits(facts: Facts, bundle: BundleLimits): CheckedLimit[] {
  const job = jobOf(facts, bundle);
  if (job === undefined) return [];
  const timeout: CheckedLimit[] =
    job.timeoutMs === undefined
      ? []
      : [
          {
            jobKey: job.key,
            metric: 'timeout_seconds',
            unit: 'ms',
            limit: job.timeoutMs,
            measured: runMs(facts),
            place: undefined,
          },
        ];
  return [
    ...timeout,
    ...job.tasks.flatMap((task) => checkTask(facts, job.key, task)),
    ...job.health.map(({ metric, value, place }): CheckedLimit => {
      const { unit } = healthMetrics[metric];
      const measured = metric === 'RUN_DURATION_SECONDS' ? runMs(facts) : largestBacklog(facts, unit);
      return { jobKey: job.key, metric, unit, limit: value, measured, place };
    }),
  ];
}

/** Of the tasks in the run that the application worked for; a task that did not run has nothing to measure. */
function checkTask({ cluster }: Facts, jobKey: string, { key, timeoutMs, maxRetries }: TaskLimits): CheckedLimit[] {
  const attempts = cluster?.jobRuns.at(-1)?.tasks.filter((task) => task.key === key) ?? [];
  const last = attempts.at(-1);
  const common = { jobKey, taskKey: key, place: undefined };
  const checked: CheckedLimit[] = [];
  if (timeoutMs !== undefined) {
    const measured = last?.phases.executionMs;
    checked.push({ ...common, metric: 'timeout_seconds', unit: 'ms', limit: timeoutMs, measured });
  }
  if (maxRetries !== undefined) {
    const measured = attempts.length === 0 ? undefined : retriesOf(attempts);
    checked.push({ ...common, metric: 'max_retries', unit: 'retries', limit: maxRetries, measured });
  }
  return checked;
}

function jobOf({ cluster }: Facts, { jobs }: BundleLimits): JobLimits | undefined {
  const names = new Set(cluster?.jobRuns.flatMap((run) => run.name ?? []));
  const [only] = jobs;
  return jobs.find(({ name, key }) => names.has(name ?? key)) ?? (jobs.length === 1 ? only : undefined);
}

/** Of the job's run where it is known, for set-up and other tasks count too; else of the application. */
function runMs({ cluster, model }: Facts): number {
  return cluster?.jobRuns.at(-1)?.durationMs ?? model.application.durationMs;
}

/** The largest mean over ten minutes, of all queries. */
function largestBacklog({ streams }: Facts, unit: BacklogUnit): number | undefined {
  const means = streams.flatMap(({ batches }) => largestMeanBacklog(batches, unit) ?? []);
  return means.length === 0 ? undefined : Math.max(...means);
}
