/** Metrics of health rules (jobs.JobsHealthMetric), with what a value of them is here. */
export const healthMetrics = {
  RUN_DURATION_SECONDS: { unit: 'ms', factor: 1_000 },
  STREAMING_BACKLOG_SECONDS: { unit: 'ms', factor: 1_000 },
  STREAMING_BACKLOG_BYTES: { unit: 'bytes', factor: 1 },
  STREAMING_BACKLOG_RECORDS: { unit: 'records', factor: 1 },
  STREAMING_BACKLOG_FILES: { unit: 'files', factor: 1 },
} as const;
export type HealthMetric = keyof typeof healthMetrics;

/** Where something stands in a bundle's file; lines and columns count from 1. */
export interface BundlePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A health rule: a value above `value` is an alarm. In the unit of its metric: milliseconds, bytes, files, records. */
export interface HealthLimit {
  readonly metric: HealthMetric;
  readonly value: number;
  readonly place: BundlePlace;
}

export interface TaskLimits {
  readonly key: string;
  readonly timeoutMs: number | undefined;
  /** Absent when there is none; `max_retries: -1` means so too. */
  readonly maxRetries: number | undefined;
}

/** What a bundle promises of one job. */
export interface JobLimits {
  /** The key under `resources.jobs`. */
  readonly key: string;
  readonly name: string | undefined;
  /** Absent when there is none: `timeout_seconds: 0` means so too. */
  readonly timeoutMs: number | undefined;
  readonly maxRetries: number | undefined;
  readonly health: readonly HealthLimit[];
  readonly tasks: readonly TaskLimits[];
}

export interface BundleLimits {
  readonly jobs: readonly JobLimits[];
  /** What could not be understood: with its place, and never the whole file for one mistake. */
  readonly problems: readonly { readonly problem: string; readonly place: BundlePlace }[];
}
