import * as z from 'zod';
import {
  count,
  listOf,
  optionalEpochMs,
  optionalNumber,
  optionalText,
  text,
  unread,
  type KnownFields,
} from '../fields.ts';
import { isObject } from '../../util/is-object.ts';

/**
 * Runs as `GET /api/2.1/jobs/runs/get` and `runs/list` give them (databricks-sdk-go, jobs.Run). Times are epoch milliseconds,
 * lengths milliseconds, zeros are left out. Parameters, notebook paths and settings of clusters are not read.
 */
const state = z.object({
  life_cycle_state: optionalText,
  result_state: optionalText,
  state_message: optionalText,
  queue_reason: optionalText,
});
const status = z.object({
  state: optionalText,
  termination_details: z
    .object({ code: optionalText, type: optionalText, message: optionalText })
    .optional()
    .catch(undefined),
  queue_details: z.object({ code: optionalText, message: optionalText }).optional().catch(undefined),
});
const cluster = z.object({ cluster_id: optionalText, spark_context_id: optionalText });

const timed = {
  run_id: text,
  attempt_number: count,
  start_time: optionalEpochMs,
  end_time: optionalEpochMs,
  setup_duration: count,
  execution_duration: count,
  cleanup_duration: count,
  run_duration: count,
  queue_duration: count,
  state: state.optional().catch(undefined),
  status: status.optional().catch(undefined),
  cluster_instance: cluster.optional().catch(undefined),
  ...unread('description', 'effective_performance_target', 'git_source', 'run_page_url'),
};

export const runTask = z.object({
  ...timed,
  task_key: text,
  depends_on: listOf(z.object({ task_key: text })),
  timeout_seconds: optionalNumber,
  max_retries: optionalNumber,
  ...unread(
    'alert_task',
    'clean_rooms_notebook_task',
    'condition_task',
    'dashboard_task',
    'dbt_cloud_task',
    'dbt_platform_task',
    'dbt_task',
    'disable_auto_optimization',
    'disabled',
    'email_notifications',
    'environment_key',
    'existing_cluster_id',
    'for_each_task',
    'gen_ai_compute_task',
    'health',
    'job_cluster_key',
    'libraries',
    'min_retry_interval_millis',
    'new_cluster',
    'notebook_task',
    'notification_settings',
    'pipeline_task',
    'power_bi_task',
    'python_wheel_task',
    'resolved_values',
    'retry_on_timeout',
    'run_if',
    'run_job_task',
    'spark_jar_task',
    'spark_python_task',
    'spark_submit_task',
    'sql_task',
    'webhook_notifications',
  ),
});
export type RunTask = z.output<typeof runTask>;

export const databricksRun = z.object({
  ...timed,
  job_id: optionalText,
  run_name: optionalText,
  run_type: optionalText,
  trigger: optionalText,
  original_attempt_run_id: optionalText,
  tasks: listOf(runTask),
  ...unread(
    'cluster_spec',
    'creator_user_name',
    'has_more',
    'iterations',
    'job_clusters',
    'job_parameters',
    'job_run_id',
    'next_page_token',
    'number_in_job',
    'overriding_parameters',
    'prev_page_token',
    'repair_history',
    'schedule',
    'trigger_info',
  ),
});
export type DatabricksRun = z.output<typeof databricksRun>;

export const databricksRunFields: readonly KnownFields[] = [
  { at: [], schema: databricksRun },
  { at: ['tasks'], schema: runTask },
];

export function isDatabricksRun(value: unknown): boolean {
  return isObject(value) && 'run_id' in value && ('state' in value || 'status' in value || 'start_time' in value);
}
