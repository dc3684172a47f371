import { either, mapped, number, objectOf, optional, recordOf, text, type ValueOf } from '../util/shapes.ts';
import { optionalEpochMs, optionalNumber, optionalText, properties } from './fields.ts';

/** First line of a log since Spark 1.3. */
export const logStart = mapped(objectOf({ 'Spark Version': text }), (event) => ({
  sparkVersion: event['Spark Version'],
}));

/**
 * First line of every part of a Databricks delivery, in place of LogStart. The context id exceeds 2^53, so JSON has
 * already rounded it: good enough to tell contexts apart, and not to be shown.
 */
export const databricksMetadata = mapped(
  objectOf({
    'Spark Version': optionalText,
    Timestamp: optionalEpochMs,
    'SparkContext Id': optional(either(text, number)),
  }),
  (event) => ({
    sparkVersion: event['Spark Version'],
    epochMs: event.Timestamp,
    roundedContextId: event['SparkContext Id']?.toString(),
  }),
);

/** `Timestamp` is the start of the context, earlier than events printed before this one. */
export const applicationStart = mapped(
  objectOf({
    'App Name': optionalText,
    'App ID': optionalText,
    Timestamp: number,
    User: optionalText,
    'App Attempt ID': optionalText,
  }),
  (event) => ({
    name: event['App Name'],
    id: event['App ID'],
    epochMs: event.Timestamp,
    user: event.User,
    attemptId: event['App Attempt ID'],
  }),
);
export type ApplicationStart = ValueOf<typeof applicationStart>;

/** `ExitCode` since Spark 4.0. This need not be the last line. */
export const applicationEnd = mapped(objectOf({ Timestamp: number, ExitCode: optionalNumber }), (event) => ({
  epochMs: event.Timestamp,
  exitCode: event.ExitCode,
}));

/** May repeat (addJar, addFile): the later one wins. */
export const environmentUpdate = mapped(
  objectOf({ 'JVM Information': properties, 'Spark Properties': properties, 'System Properties': properties }),
  (event) => ({
    jvm: event['JVM Information'],
    spark: event['Spark Properties'],
    system: event['System Properties'],
  }),
);
export type Environment = ValueOf<typeof environmentUpdate>;

const resourceRequests = optional(recordOf(objectOf({ Amount: optionalNumber })));

/** Since Spark 3.1. Amounts of `memory`, `offHeap` and `memoryOverhead` are MiB. */
export const resourceProfileAdded = mapped(
  objectOf({
    'Resource Profile Id': number,
    'Executor Resource Requests': resourceRequests,
    'Task Resource Requests': resourceRequests,
  }),
  (event) => ({
    id: event['Resource Profile Id'],
    executorCores: event['Executor Resource Requests']?.cores?.Amount,
    executorMemoryMiB: event['Executor Resource Requests']?.memory?.Amount,
    taskCpus: event['Task Resource Requests']?.cpus?.Amount,
  }),
);
export type ResourceProfile = ValueOf<typeof resourceProfileAdded>;
