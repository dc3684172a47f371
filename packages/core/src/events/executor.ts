import { listOf, mapped, objectOf, optional, text } from '../util/shapes.ts';
import { optionalEpochMs, optionalNumber, optionalText } from './fields.ts';

/** Whether an executor's id stands for the driver: `<driver>` until Spark 1.3. It runs tasks in local mode only. */
export function isDriverId(executorId: string): boolean {
  return executorId === 'driver' || executorId === '<driver>';
}

export const executorAdded = mapped(
  objectOf({
    Timestamp: optionalEpochMs,
    'Executor ID': text,
    'Executor Info': optional(
      objectOf({
        Host: optionalText,
        'Total Cores': optionalNumber,
        'Resource Profile Id': optionalNumber,
        'Request Time': optionalEpochMs,
      }),
    ),
  }),
  (event) => ({
    epochMs: event.Timestamp,
    executorId: event['Executor ID'],
    host: event['Executor Info']?.Host,
    cores: event['Executor Info']?.['Total Cores'],
    resourceProfileId: event['Executor Info']?.['Resource Profile Id'],
    /** Since 3.4: when it was asked of the cluster manager. */
    requestedEpochMs: event['Executor Info']?.['Request Time'],
  }),
);

/** Text only, there is no exit-code field. May come twice for one executor (3.2+): the first one counts. */
export const executorRemoved = mapped(
  objectOf({ Timestamp: optionalEpochMs, 'Executor ID': text, 'Removed Reason': optionalText }),
  (event) => ({
    epochMs: event.Timestamp,
    executorId: event['Executor ID'],
    reason: event['Removed Reason'],
  }),
);

const blockManagerId = objectOf({ 'Executor ID': text, Host: optionalText });

/** Memory in bytes: what the executor may use for execution and storage. */
export const blockManagerAdded = mapped(
  objectOf({ 'Block Manager ID': blockManagerId, 'Maximum Memory': optionalNumber, Timestamp: optionalEpochMs }),
  (event) => ({
    executorId: event['Block Manager ID']['Executor ID'],
    host: event['Block Manager ID'].Host,
    maxMemoryBytes: event['Maximum Memory'],
    epochMs: event.Timestamp,
  }),
);

/**
 * Executor or node taken out of scheduling for its failures. 3.1+ writes each incident under two names, `…Blacklisted`
 * and `…Excluded`; both are decoded alike and the builder keeps one.
 */
export const executorExcluded = mapped(
  objectOf({ time: optionalEpochMs, executorId: text, taskFailures: optionalNumber }),
  (event) => ({ epochMs: event.time, executorId: event.executorId, failureCount: event.taskFailures }),
);

export const nodeExcluded = mapped(
  objectOf({ time: optionalEpochMs, hostId: text, executorFailures: optionalNumber }),
  (event) => ({ epochMs: event.time, host: event.hostId, failureCount: event.executorFailures }),
);

const peakMetrics = optional(objectOf({ JVMHeapMemory: optionalNumber, TotalGCTime: optionalNumber }));

/** Memory and collections of the driver: only with `spark.eventLog.logStageExecutorMetrics`. Carries no time of its own. */
export const executorMetricsUpdate = mapped(
  objectOf({
    'Executor ID': text,
    'Executor Metrics Updated': optional(listOf(objectOf({ 'Executor Metrics': peakMetrics }))),
  }),
  (event) => {
    const metrics = (event['Executor Metrics Updated'] ?? []).map((update) => update['Executor Metrics']);
    return {
      executorId: event['Executor ID'],
      peakHeapBytes: Math.max(0, ...metrics.map((metric) => metric?.JVMHeapMemory ?? 0)),
      /** Since the driver started; since Spark 3.3. */
      gcMs: Math.max(0, ...metrics.map((metric) => metric?.TotalGCTime ?? 0)),
    };
  },
);
