import { listOf, mapped, number, objectOf, optional, orElse } from '../util/shapes.ts';
import { idFromProperty, jobProperties, numberList, optionalEpochMs, optionalText, propertyOf } from './fields.ts';

/** Lists all ancestor stages, many of which will be skipped; both lists are empty for a job over zero partitions. */
export const jobStart = mapped(
  objectOf({
    'Job ID': number,
    'Submission Time': optionalEpochMs,
    'Stage IDs': numberList,
    'Stage Infos': orElse(listOf(objectOf({ 'Stage Name': optionalText, 'Stage ID': number })), []),
    Properties: jobProperties,
  }),
  (event) => ({
    jobId: event['Job ID'],
    epochMs: event['Submission Time'],
    // Both since 1.2. Where one is cut away or damaged, the other says the same.
    stageIds:
      event['Stage IDs'].length > 0 ? event['Stage IDs'] : event['Stage Infos'].map((stage) => stage['Stage ID']),
    // The last stage is the result stage: its name is the call site of the action that started the job.
    name: event['Stage Infos'].reduce<{ id: number; name: string | undefined }>(
      (last, stage) => (stage['Stage ID'] >= last.id ? { id: stage['Stage ID'], name: stage['Stage Name'] } : last),
      { id: -1, name: undefined },
    ).name,
    description: propertyOf(event.Properties, 'spark.job.description'),
    jobGroup: propertyOf(event.Properties, 'spark.jobGroup.id'),
    schedulerPool: propertyOf(event.Properties, 'spark.scheduler.pool'),
    sqlExecutionId: idFromProperty(propertyOf(event.Properties, 'spark.sql.execution.id')),
    streamingQueryId: propertyOf(event.Properties, 'sql.streaming.queryId'),
  }),
);

/** `Job Result` is `JobSucceeded` or `JobFailed` with an exception. */
export const jobEnd = mapped(
  objectOf({
    'Job ID': number,
    'Completion Time': optionalEpochMs,
    'Job Result': optional(
      objectOf({
        Result: optionalText,
        Exception: optional(objectOf({ Message: optionalText })),
      }),
    ),
  }),
  (event) => ({
    jobId: event['Job ID'],
    epochMs: event['Completion Time'],
    succeeded: event['Job Result']?.Result === 'JobSucceeded',
    failureMessage: event['Job Result']?.Exception?.Message,
  }),
);
