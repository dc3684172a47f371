import {
  applicationEnd,
  applicationStart,
  databricksMetadata,
  environmentUpdate,
  logStart,
  resourceProfileAdded,
} from '../events/application.ts';
import {
  blockManagerAdded,
  executorAdded,
  executorExcluded,
  executorMetricsUpdate,
  executorRemoved,
  isDriverId,
  nodeExcluded,
} from '../events/executor.ts';
import { jobEnd, jobStart } from '../events/job.ts';
import type { HandledEvent } from '../events/names.ts';
import type { FileMetric } from '../events/plan-metrics.ts';
import type { PlanNode } from '../events/plan-nodes.ts';
import type { PlanOperators } from '../events/plan-operators.ts';
import { driverAccumUpdates, sqlAdaptiveUpdate, sqlExecutionEnd, sqlExecutionStart } from '../events/sql.ts';
import { stageCompleted, stageSubmitted, type StageInfo } from '../events/stage.ts';
import { queryProgress, queryStarted, queryTerminated } from '../events/streaming.ts';
import { refused, type Shape } from '../util/shapes.ts';
import { jobTexts, type ModelDraft, type SqlExecutionDraft, type StageAttemptDraft } from './draft.ts';

/** Applies one parsed line to the draft; false when the event lacks what it cannot be understood without. */
export type EventHandler = (draft: ModelDraft, event: unknown) => boolean;

function handler<Event>(shape: Shape<Event>, apply: (draft: ModelDraft, event: Event) => void): EventHandler {
  return (draft, event) => {
    const decoded = shape(event);
    if (decoded === refused) return false;
    apply(draft, decoded);
    return true;
  };
}

const onExecutorExcluded = handler(executorExcluded, (draft, event) => {
  addExclusion(draft, event.epochMs, event.executorId, undefined, event.failureCount);
});
const onNodeExcluded = handler(nodeExcluded, (draft, event) => {
  addExclusion(draft, event.epochMs, undefined, event.host, event.failureCount);
});

/** One handler per low-volume event. Tasks go their own, faster way. */
export const eventHandlers: Readonly<Record<Exclude<HandledEvent, 'taskStart' | 'taskEnd'>, EventHandler>> = {
  logStart: handler(logStart, (draft, event) => {
    draft.sparkVersion = event.sparkVersion;
  }),
  databricksMetadata: handler(databricksMetadata, (draft, event) => {
    draft.sparkVersion ??= event.sparkVersion;
    draft.sawTime(event.epochMs);
  }),
  applicationStart: handler(applicationStart, (draft, event) => {
    draft.start ??= event;
    draft.sawTime(event.epochMs);
  }),
  applicationEnd: handler(applicationEnd, (draft, event) => {
    draft.end = event;
    draft.sawTime(event.epochMs);
  }),
  environmentUpdate: handler(environmentUpdate, (draft, event) => {
    draft.environment = event;
  }),
  resourceProfileAdded: handler(resourceProfileAdded, (draft, event) => {
    draft.resourceProfiles.set(event.id, event);
  }),
  jobStart: handler(jobStart, (draft, event) => {
    const known = draft.job(event.jobId);
    if (known.started) {
      draft.quality.repeatedEvents++;
      return;
    }
    draft.sawTime(event.epochMs);
    known.started = true;
    known.stageIds = event.stageIds;
    known.startEpochMs = event.epochMs;
    known.sqlExecutionId = event.sqlExecutionId;
    for (const field of jobTexts) known[field] = draft.texts.shared(event[field]);
  }),
  jobEnd: handler(jobEnd, (draft, event) => {
    draft.sawTime(event.epochMs);
    const job = draft.job(event.jobId);
    if (job.ended) {
      draft.quality.repeatedEvents++;
      return;
    }
    job.ended = true;
    job.endPlace = draft.place;
    job.endEpochMs = event.epochMs;
    job.succeeded = event.succeeded;
    job.failureMessage = event.failureMessage;
  }),
  stageSubmitted: handler(stageSubmitted, (draft, { stage, sqlExecutionId }) => {
    const attempt = draft.stageAttempt(stage.stageId, stage.attemptId);
    if (attempt.submitted) draft.quality.repeatedEvents++;
    attempt.submitted = true;
    describeStage(draft, attempt, stage);
    attempt.sqlExecutionId = sqlExecutionId ?? attempt.sqlExecutionId;
  }),
  stageCompleted: handler(stageCompleted, (draft, { stage }) => {
    // Skipped: it was never submitted, so there is no attempt to speak of.
    if (stage.submittedEpochMs === undefined && !draft.hasStageAttempt(stage.stageId, stage.attemptId)) return;
    const attempt = draft.stageAttempt(stage.stageId, stage.attemptId);
    describeStage(draft, attempt, stage);
    attempt.endEpochMs = stage.completedEpochMs;
    attempt.failureReason = stage.failureReason;
    attempt.endPlace = draft.place;
    attempt.planNodes = draft.plans.noteStage(stage.sqlMetrics);
    attempt.resultBytes = stage.resultBytes;
    attempt.isCoalesced = stage.isCoalesced;
    attempt.feedsBroadcast = stage.feedsBroadcast;
    attempt.partitionCount = stage.partitionCount;
    draft.sawTime(stage.completedEpochMs);
  }),
  executorAdded: handler(executorAdded, (draft, event) => {
    const executor = draft.executor(event.executorId);
    executor.inferred = false;
    executor.addedEpochMs = event.epochMs;
    executor.cores = event.cores;
    executor.host = event.host ?? executor.host;
    executor.resourceProfileId = event.resourceProfileId;
    executor.requestedEpochMs = event.requestedEpochMs;
    draft.sawTime(event.epochMs);
  }),
  executorRemoved: handler(executorRemoved, (draft, event) => {
    const executor = draft.executor(event.executorId);
    draft.sawTime(event.epochMs);
    // Since 3.2 a removal may be posted again with another text: the first one says why.
    if (executor.removedEpochMs !== undefined) return;
    executor.removedEpochMs = event.epochMs;
    executor.removedReason = event.reason;
    executor.removedPlace = draft.place;
  }),
  blockManagerAdded: handler(blockManagerAdded, (draft, event) => {
    draft.sawTime(event.epochMs);
    if (isDriverId(event.executorId)) return;
    const executor = draft.executor(event.executorId);
    executor.maxMemoryBytes = event.maxMemoryBytes;
    executor.host ||= event.host ?? '';
    if (executor.inferred) executor.addedEpochMs ??= event.epochMs;
  }),
  executorMetricsUpdate: handler(executorMetricsUpdate, (draft, event) => {
    // Executors send theirs to the driver, which does not write them down.
    if (event.executorId !== 'driver') return;
    const { driverMetrics } = draft;
    driverMetrics.peakHeapBytes = Math.max(driverMetrics.peakHeapBytes, event.peakHeapBytes);
    driverMetrics.gcMs = Math.max(driverMetrics.gcMs, event.gcMs);
  }),
  executorExcluded: onExecutorExcluded,
  executorBlacklisted: onExecutorExcluded,
  nodeExcluded: onNodeExcluded,
  nodeBlacklisted: onNodeExcluded,
  sqlExecutionStart: handler(sqlExecutionStart, (draft, event) => {
    const execution = draft.sqlExecution(event.executionId);
    if (execution.startEpochMs !== undefined) {
      draft.quality.repeatedEvents++;
      return;
    }
    draft.sawTime(event.epochMs);
    execution.rootId = event.rootExecutionId;
    execution.description = draft.texts.shared(event.description);
    execution.callSite = draft.texts.shared(event.callSite);
    execution.startEpochMs = event.epochMs;
    execution.startPlace = draft.place;
    notePlan(draft, execution, event);
  }),
  sqlExecutionEnd: handler(sqlExecutionEnd, (draft, event) => {
    draft.sawTime(event.epochMs);
    const execution = draft.sqlExecution(event.executionId);
    execution.endEpochMs = event.epochMs;
    execution.errorMessage = event.errorMessage;
    draft.plans.close(event.executionId);
  }),
  sqlAdaptiveUpdate: handler(sqlAdaptiveUpdate, (draft, event) => {
    const execution = draft.sqlExecution(event.executionId);
    execution.planChanges++;
    notePlan(draft, execution, event);
  }),
  driverAccumUpdates: handler(driverAccumUpdates, (draft, event) => {
    for (const [accumulatorId, value] of event.accumUpdates) {
      draft.plans.noteValue(accumulatorId, value);
      const metric = draft.fileMetrics.get(accumulatorId);
      if (metric === undefined || value < 0) continue;
      const execution = draft.sqlExecution(metric.executionId);
      if (metric.measures === 'files') execution.filesRead += value;
      else execution.fileBytesRead += value;
      // The plan of a later query may show the same scan again (a cached or reused one): it was read once.
      draft.fileMetrics.delete(accumulatorId);
    }
  }),
  queryStarted: handler(queryStarted, (draft, event) => {
    draft.streamingRun(event.id, event.runId, event.name).startEpochMs = event.epochMs;
    draft.sawTime(event.epochMs);
  }),
  queryProgress: handler(queryProgress, (draft, event) => {
    if (event.startEpochMs === undefined) return;
    const run = draft.streamingRun(event.id, event.runId, event.name);
    // Before 3.5 an idle trigger reports again under the id of the batch to come: the report with rows is the batch.
    const known = run.batches.get(event.batchId);
    if (known !== undefined && known.inputRows > event.inputRows) return;
    run.batches.set(event.batchId, { ...event, startEpochMs: event.startEpochMs, place: draft.place });
    draft.sawTime(event.startEpochMs + event.durationMs);
  }),
  queryTerminated: handler(queryTerminated, (draft, event) => {
    const run = draft.streamingRun(event.id, event.runId, undefined);
    // The event carries no time of its own; the log is nearly in order, so it ended about now.
    run.endEpochMs = Math.max(draft.latestEpochMs, run.startEpochMs ?? 0);
    run.exception = event.exception;
  }),
};

function describeStage(draft: ModelDraft, attempt: StageAttemptDraft, stage: StageInfo): void {
  attempt.name = draft.texts.shared(stage.name);
  attempt.details = draft.texts.shared(stage.details);
  attempt.taskCount = stage.taskCount;
  attempt.parentIds = stage.parentIds;
  attempt.startEpochMs = stage.submittedEpochMs ?? attempt.startEpochMs;
  attempt.resourceProfileId = stage.resourceProfileId;
  draft.sawTime(stage.submittedEpochMs);
}

function notePlan(
  draft: ModelDraft,
  execution: SqlExecutionDraft,
  plan: {
    readonly planTextChars: number;
    readonly fileMetrics: readonly FileMetric[];
    readonly planNodes: readonly PlanNode[];
    readonly planOperators: PlanOperators;
  },
): void {
  draft.plans.setPlan(execution.id, plan.planNodes);
  execution.planTextChars = Math.max(execution.planTextChars, plan.planTextChars);
  execution.planOperators = plan.planOperators;
  for (const { accumulatorId, measures } of plan.fileMetrics) {
    draft.fileMetrics.set(accumulatorId, { executionId: execution.id, measures });
  }
}

/** Keeps one of the two names under which 3.1+ writes each exclusion. */
function addExclusion(
  draft: ModelDraft,
  epochMs: number | undefined,
  executorId: string | undefined,
  host: string | undefined,
  failureCount: number | undefined,
): void {
  if (epochMs === undefined) return;
  draft.sawTime(epochMs);
  const twin = draft.exclusions.some(
    (known) => known.epochMs === epochMs && known.executorId === executorId && known.host === host,
  );
  if (!twin) draft.exclusions.push({ epochMs, executorId, host, failureCount });
}
