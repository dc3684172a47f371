import * as z from 'zod';
import { count, isObject, listOf, optionalEpochMs, optionalNumber, optionalText, text } from '../fields.ts';

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
};

export const runTask = z.object({
  ...timed,
  task_key: text,
  depends_on: listOf(z.object({ task_key: text })),
  timeout_seconds: optionalNumber,
  max_retries: optionalNumber,
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
});
export type DatabricksRun = z.output<typeof databricksRun>;

export function isDatabricksRun(value: unknown): boolean {
  return isObject(value) && 'run_id' in value && ('state' in value || 'status' in value || 'start_time' in value);
}
