import { anything, listOf, mapped, number, objectOf, optional, orElse, type ValueOf } from '../util/shapes.ts';
import {
  idFromProperty,
  jobProperties,
  numberList,
  optionalEpochMs,
  optionalNumber,
  optionalText,
  propertyOf,
} from './fields.ts';

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
  /** Running totals of metrics; long, and only those of SQL plans and the size of results are read. */
  Accumulables: optional(listOf(anything)),
  /** Lineage; long, and only read for what narrowed the stage. */
  'RDD Info': optional(listOf(anything)),
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
    resultBytes: readResultBytes(info.Accumulables ?? []),
    ...readLineage(info['RDD Info'] ?? [], info['Number of Tasks']),
  };
}

/** What the lineage of a stage tells about it. The scope of an RDD, which names the operation that made it, is JSON in a text. */
function readLineage(rdds: readonly unknown[], taskCount: number) {
  const known = rdds.filter((rdd): rdd is Readonly<Record<string, unknown>> => typeof rdd === 'object' && rdd !== null);
  const hasScope = ({ Scope: scope }: Readonly<Record<string, unknown>>, name: string) =>
    typeof scope === 'string' && scope.toLowerCase().includes(`"name":"${name}"`);
  return {
    /** The program asked for its number of tasks with `coalesce`. */
    isCoalesced: known.some(
      (rdd) => rdd.Name === 'CoalescedRDD' && rdd['Number of Partitions'] === taskCount && hasScope(rdd, 'coalesce'),
    ),
    /** It collects what the driver then sends to every executor. */
    feedsBroadcast: known.some((rdd) => hasScope(rdd, 'broadcastexchange')),
    /** The first in the list is what the stage computes, the others are what that is made from (StageInfo.fromStage). */
    partitionCount: Number(known[0]?.['Number of Partitions'] ?? 0) || 0,
  };
}

/** What the tasks of a stage sent back to the driver; 0 where the log does not tell. */
function readResultBytes(accumulables: readonly unknown[]): number {
  const found = accumulables.find(
    (each) =>
      typeof each === 'object' && each !== null && 'Name' in each && each.Name === 'internal.metrics.resultSize',
  );
  const value = Number((found as { readonly Value?: unknown } | undefined)?.Value ?? 0);
  return Number.isFinite(value) && value > 0 ? value : 0;
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

export const stageSubmitted = mapped(objectOf({ 'Stage Info': stageInfo, Properties: jobProperties }), (event) => ({
  stage: toStage(event['Stage Info']),
  sqlExecutionId: idFromProperty(propertyOf(event.Properties, 'spark.sql.execution.id')),
}));

/** A failed attempt carries a failure reason. One without a submission time was skipped. */
export const stageCompleted = mapped(objectOf({ 'Stage Info': stageInfo }), (event) => ({
  stage: toStage(event['Stage Info']),
}));
