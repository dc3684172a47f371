import type { ClusterEvent } from './cluster-event.ts';
import type { ClusterFile } from './cluster-file.ts';
import type { JobRun } from './databricks/job-runs.ts';

/** All that the cluster's files tell, not yet joined with any application. */
export interface ClusterStory {
  /** In order of time. */
  readonly events: readonly ClusterEvent[];
  readonly jobRuns: readonly JobRun[];
  readonly files: readonly ClusterFile[];
}
