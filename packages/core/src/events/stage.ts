import { anything, listOf, mapped, number, objectOf, optional, orElse, type ValueOf } from '../util/shapes.ts';
import { numberList, optionalEpochMs, optionalNumber, optionalText, localProperties } from './fields.ts';

const stageInfo = objectOf({
  'Stage ID': number,
  /** Missing in 1.x logs. */
  'Stage Attempt ID': orElse(number, 0),
  'Stage Name': optionalText,
  Details: optionalText,
  /** Of this attempt: a retry may run fewer. */
  'Number of Tasks': orElse(number, 0),
  'Parent IDs': numberList,
  'Submission Time': optionalEpochMs,
  'Completion Time': optionalEpochMs,
  'Failure Reason': optionalText,
  'Resource Profile Id': optionalNumber,
  /** Running totals of metrics; long, and only those of SQL plans are read. */
  Accumulables: optional(listOf(anything)),
});

function toStage(info: ValueOf<typeof stageInfo>) {
  return {
    stageId: info['Stage ID'],
    attemptId: info['Stage Attempt ID'],
    name: info['Stage Name'],
    details: info.Details,
    taskCount: info['Number of Tasks'],
    parentIds: info['Parent IDs'],
    submittedEpochMs: info['Submission Time'],
    completedEpochMs: info['Completion Time'],
    failureReason: info['Failure Reason'],
    resourceProfileId: info['Resource Profile Id'],
    sqlMetrics: (info.Accumulables ?? []).flatMap(readSqlMetric),
  };
}

/** Values of SQL metrics are decimal texts. */
function readSqlMetric(accumulable: unknown): { id: number; value: number }[] {
  if (typeof accumulable !== 'object' || accumulable === null) return [];
  const { ID: id, Value: text, Metadata: metadata } = accumulable as Readonly<Record<string, unknown>>;
  if (metadata !== 'sql' || typeof id !== 'number' || (typeof text !== 'string' && typeof text !== 'number')) return [];
  const value = Number(text);
  return Number.isFinite(value) ? [{ id, value }] : [];
}

export type StageInfo = ReturnType<typeof toStage>;

export const stageSubmitted = mapped(objectOf({ 'Stage Info': stageInfo, Properties: localProperties }), (event) => ({
  stage: toStage(event['Stage Info']),
  properties: event.Properties,
}));

/** A failed attempt carries a failure reason. One without a submission time was skipped. */
export const stageCompleted = mapped(objectOf({ 'Stage Info': stageInfo }), (event) => ({
  stage: toStage(event['Stage Info']),
}));
