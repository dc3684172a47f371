import * as z from 'zod';
import { optionalEpochMs, optionalNumber, optionalText, properties } from './fields.ts';

/** First line of a log since Spark 1.3. */
export const logStart = z
  .object({ 'Spark Version': z.string() })
  .transform((event) => ({ sparkVersion: event['Spark Version'] }));

/**
 * First line of every part of a Databricks delivery, in place of LogStart. The context id exceeds 2^53, so JSON has
 * already rounded it: good enough to tell contexts apart, and not to be shown.
 */
export const databricksMetadata = z
  .object({
    'Spark Version': optionalText,
    Timestamp: optionalEpochMs,
    'SparkContext Id': z.union([z.string(), z.number()]).optional().catch(undefined),
  })
  .transform((event) => ({
    sparkVersion: event['Spark Version'],
    epochMs: event.Timestamp,
    roundedContextId: event['SparkContext Id']?.toString(),
  }));

/** `Timestamp` is the start of the context, earlier than events printed before this one. */
export const applicationStart = z
  .object({
    'App Name': optionalText,
    'App ID': optionalText,
    Timestamp: z.number(),
    User: optionalText,
    'App Attempt ID': optionalText,
  })
  .transform((event) => ({
    name: event['App Name'],
    id: event['App ID'],
    epochMs: event.Timestamp,
    user: event.User,
    attemptId: event['App Attempt ID'],
  }));
export type ApplicationStart = z.output<typeof applicationStart>;

/** `ExitCode` since Spark 4.0. This need not be the last line. */
export const applicationEnd = z
  .object({ Timestamp: z.number(), ExitCode: optionalNumber })
  .transform((event) => ({ epochMs: event.Timestamp, exitCode: event.ExitCode }));

/** May repeat (addJar, addFile): the later one wins. */
export const environmentUpdate = z
  .object({ 'JVM Information': properties, 'Spark Properties': properties, 'System Properties': properties })
  .transform((event) => ({
    jvm: event['JVM Information'],
    spark: event['Spark Properties'],
    system: event['System Properties'],
  }));
export type Environment = z.output<typeof environmentUpdate>;

const resourceRequests = z
  .record(z.string(), z.object({ Amount: optionalNumber }))
  .optional()
  .catch(undefined);

/** Since Spark 3.1. Amounts of `memory`, `offHeap` and `memoryOverhead` are MiB. */
export const resourceProfileAdded = z
  .object({
    'Resource Profile Id': z.number(),
    'Executor Resource Requests': resourceRequests,
    'Task Resource Requests': resourceRequests,
  })
  .transform((event) => ({
    id: event['Resource Profile Id'],
    executorCores: event['Executor Resource Requests']?.cores?.Amount,
    executorMemoryMiB: event['Executor Resource Requests']?.memory?.Amount,
    taskCpus: event['Task Resource Requests']?.cpus?.Amount,
  }));
export type ResourceProfile = z.output<typeof resourceProfileAdded>;
