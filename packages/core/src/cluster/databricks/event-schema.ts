import * as z from 'zod';
import { count, epochMs, listOf, optionalNumber, optionalText, text, unread, type KnownFields } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';

/**
 * Cluster events as `POST /api/2.1/clusters/events` gives them. Fields from the published SDK (databricks-sdk-go,
 * compute.ClusterEvent); zeros and empty texts are left out there, so nearly everything is optional. What could hold secrets
 * (spark_conf, environment variables, script paths) is not part of the schema and so never kept.
 */
const reason = z.object({
  code: optionalText,
  type: optionalText,
  ...unread('parameters'),
});

const clusterSize = z.object({ num_workers: optionalNumber, ...unread('autoscale') });

const scriptRun = z.object({ status: optionalText, execution_duration_seconds: count, error_message: optionalText });
/** The key is `execution_duration_seconds` in the SDK; older answers spell it `script_execution_duration_seconds`. */
const initScripts = z.object({
  cluster: listOf(scriptRun),
  global: listOf(scriptRun),
  reported_for_node: optionalText,
});

const eventDetails = z.object({
  current_num_workers: optionalNumber,
  target_num_workers: optionalNumber,
  current_num_vcpus: optionalNumber,
  target_num_vcpus: optionalNumber,
  cause: optionalText,
  reason: reason.optional().catch(undefined),
  user: optionalText,
  cluster_size: clusterSize.optional().catch(undefined),
  previous_cluster_size: clusterSize.optional().catch(undefined),
  ...unread('attributes', 'previous_attributes', 'enable_termination_for_node_blocklisted'),
  disk_size: optionalNumber,
  previous_disk_size: optionalNumber,
  free_space: optionalNumber,
  did_not_expand_reason: optionalText,
  instance_id: optionalText,
  job_run_name: optionalText,
  driver_state_message: optionalText,
  init_scripts: initScripts.optional().catch(undefined),
});

const dataPlaneDetails = z.object({
  event_type: optionalText,
  executor_failures: optionalNumber,
  host_id: optionalText,
  timestamp: optionalNumber,
});

export const databricksEvent = z.object({
  cluster_id: text,
  timestamp: epochMs,
  type: text,
  details: eventDetails.catch(() => eventDetails.parse({})).default(() => eventDetails.parse({})),
  data_plane_event_details: dataPlaneDetails.optional().catch(undefined),
});
export type DatabricksEvent = z.output<typeof databricksEvent>;

export const databricksEventFields: readonly KnownFields[] = [
  { at: [], schema: databricksEvent },
  { at: ['details'], schema: eventDetails },
];

/** Whether a record is a cluster event: three names that only they have together. */
export function isDatabricksEvent(value: unknown): boolean {
  return isObject(value) && 'cluster_id' in value && 'timestamp' in value && typeof value.type === 'string';
}

/** Every type in the published enumeration. Others are kept and counted as unknown. */
export const knownEventTypes: ReadonlySet<string> = new Set([
  ...['CREATING', 'STARTING', 'RESTARTING', 'RUNNING', 'TERMINATING', 'TERMINATED', 'RESIZING', 'UPSIZE_COMPLETED'],
  ...['NODES_LOST', 'ADD_NODES_FAILED', 'NODE_BLACKLISTED', 'NODE_EXCLUDED_DECOMMISSIONED'],
  ...['DECOMMISSION_STARTED', 'DECOMMISSION_ENDED'],
  ...['AUTOSCALING_STATS_REPORT', 'AUTOSCALING_BACKOFF', 'AUTOSCALING_FAILED'],
  ...['DRIVER_HEALTHY', 'DRIVER_NOT_RESPONDING', 'DRIVER_UNAVAILABLE'],
  ...['SPARK_EXCEPTION', 'METASTORE_DOWN', 'DBFS_DOWN', 'INIT_SCRIPTS_STARTED', 'INIT_SCRIPTS_FINISHED'],
  ...['EXPANDED_DISK', 'DID_NOT_EXPAND_DISK', 'FAILED_TO_EXPAND_DISK', 'EDITED', 'PINNED', 'UNPINNED'],
  ...['CLUSTER_MIGRATED', 'AUTOMATIC_CLUSTER_UPDATE', 'UC_VOLUME_MISCONFIGURED'],
  ...['DEFERRED_POLICY_ENFORCEMENT_SCHEDULED', 'DEFERRED_POLICY_ENFORCEMENT_FAILED'],
]);
