import type { BundleLimits, HealthMetric, JobLimits } from '../cluster/databricks/bundle-limits.ts';
import type { Limits } from '../compare/limits/limits.ts';

/**
 * The limits of one job of a bundle, as `check` has them: a health rule on the duration is what is expected, a timeout the maximum.
 * The job is the one of these names, or the only one.
 *
 * @returns with the sentences about all that could not become a limit; each has to fail, for it guards nothing
 */
export function bundleAsLimits(
  { jobs, problems }: BundleLimits,
  names: readonly string[],
): { readonly limits: Limits; readonly missing: readonly string[] } {
  const unclear = problems.map(({ problem, place }) => `${place.file}:${place.line}:${place.column}: ${problem}`);
  const job = jobOf(jobs, names);
  if (job === undefined) {
    const known = jobs.map(({ name, key }) => name ?? key).join(', ');
    return {
      limits: {},
      missing: [...unclear, `the bundle has no job ${names.join(' or ')}; it has ${known || 'none'}`],
    };
  }
  const rule = (metric: HealthMetric) => job.health.find((limit) => limit.metric === metric)?.value;
  const expectedMs = rule('RUN_DURATION_SECONDS');
  const behindMs = rule('STREAMING_BACKLOG_SECONDS');
  const backlog = {
    rows: rule('STREAMING_BACKLOG_RECORDS'),
    bytes: rule('STREAMING_BACKLOG_BYTES'),
    files: rule('STREAMING_BACKLOG_FILES'),
    seconds: behindMs === undefined ? undefined : behindMs / 1000,
  };
  const hasRun = expectedMs !== undefined || job.timeoutMs !== undefined;
  const tasks = [
    ...job.tasks.flatMap(({ key, timeoutMs, maxRetries = job.maxRetries }) =>
      timeoutMs === undefined && maxRetries === undefined
        ? []
        : [{ name: key, maximumMs: timeoutMs, retries: maxRetries }],
    ),
    // Settings of the job alone, as jobs of one task had them.
    ...(job.tasks.length === 0 && job.maxRetries !== undefined ? [{ name: '*', retries: job.maxRetries }] : []),
  ];
  const limits = {
    ...(hasRun && { run: { expectedMs, maximumMs: job.timeoutMs } }),
    ...(tasks.length > 0 && { tasks }),
    ...(Object.values(backlog).some((value) => value !== undefined) && { streams: [{ meanBacklog: backlog }] }),
  };
  const nothing = Object.keys(limits).length === 0 ? [`job ${job.name ?? job.key} of the bundle has no limits`] : [];
  return { limits, missing: [...unclear, ...nothing] };
}

function jobOf(jobs: readonly JobLimits[], names: readonly string[]): JobLimits | undefined {
  return jobs.find(({ name, key }) => names.includes(name ?? key)) ?? (jobs.length === 1 ? jobs[0] : undefined);
}
