import * as z from 'zod';
import { optionalEpochMs, optionalNumber, optionalText } from './fields.ts';

/** Whether an executor's id stands for the driver: `<driver>` until Spark 1.3. It runs tasks in local mode only. */
export function isDriverId(executorId: string): boolean {
  return executorId === 'driver' || executorId === '<driver>';
}

export const executorAdded = z
  .object({
    Timestamp: optionalEpochMs,
    'Executor ID': z.string(),
    'Executor Info': z
      .object({
        Host: optionalText,
        'Total Cores': optionalNumber,
        'Resource Profile Id': optionalNumber,
        'Request Time': optionalEpochMs,
      })
      .optional()
      .catch(undefined),
  })
  .transform((event) => ({
    epochMs: event.Timestamp,
    executorId: event['Executor ID'],
    host: event['Executor Info']?.Host,
    cores: event['Executor Info']?.['Total Cores'],
    resourceProfileId: event['Executor Info']?.['Resource Profile Id'],
    /** Since 3.4: when it was asked of the cluster manager. */
    requestedEpochMs: event['Executor Info']?.['Request Time'],
  }));

/** Text only, there is no exit-code field. May come twice for one executor (3.2+): the first one counts. */
export const executorRemoved = z
  .object({ Timestamp: optionalEpochMs, 'Executor ID': z.string(), 'Removed Reason': optionalText })
  .transform((event) => ({
    epochMs: event.Timestamp,
    executorId: event['Executor ID'],
    reason: event['Removed Reason'],
  }));

const blockManagerId = z.object({ 'Executor ID': z.string(), Host: optionalText });

/** Memory in bytes: what the executor may use for execution and storage. */
export const blockManagerAdded = z
  .object({ 'Block Manager ID': blockManagerId, 'Maximum Memory': optionalNumber, Timestamp: optionalEpochMs })
  .transform((event) => ({
    executorId: event['Block Manager ID']['Executor ID'],
    host: event['Block Manager ID'].Host,
    maxMemoryBytes: event['Maximum Memory'],
    epochMs: event.Timestamp,
  }));

/**
 * Executor or node taken out of scheduling for its failures. 3.1+ writes each incident under two names, `…Blacklisted`
 * and `…Excluded`; both are decoded alike and the builder keeps one.
 */
export const executorExcluded = z
  .object({ time: optionalEpochMs, executorId: z.string(), taskFailures: optionalNumber })
  .transform((event) => ({ epochMs: event.time, executorId: event.executorId, failureCount: event.taskFailures }));

export const nodeExcluded = z
  .object({ time: optionalEpochMs, hostId: z.string(), executorFailures: optionalNumber })
  .transform((event) => ({ epochMs: event.time, host: event.hostId, failureCount: event.executorFailures }));
