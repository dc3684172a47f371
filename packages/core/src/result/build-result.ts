import type { BundleLimits } from '../cluster/databricks/bundle-limits.ts';
import type { ClusterStory } from '../cluster/cluster-story.ts';
import { checkLimits, type CheckedLimit } from '../derive/cluster/check-limits.ts';
import type { ClusterVerdict } from '../derive/cluster/refine-removal.ts';
import { Facts } from '../derive/facts.ts';
import { wallClockLabels } from '../derive/labels.ts';
import { gatherTaskFailures } from '../derive/task-failures.ts';
import { runDetectors } from '../detectors/run.ts';
import type { PricedFinding } from '../detectors/types.ts';
import { isDriverId } from '../events/executor.ts';
import { compareStageAttempts } from '../derive/stage-view.ts';
import type { ApplicationModel, LogPlace } from '../model/application-model.ts';
import type { EventTally } from '../model/event-tally.ts';
import { groupBy } from '../util/group-by.ts';
import type { SetLimits } from '../util/limits.ts';
import { describeCluster } from './describe-cluster.ts';
import { describeStreams } from './describe-streams.ts';
import { given } from './given.ts';
import type { Result, ResultFinding } from './schema.ts';
import { resultSchemaVersion } from './schema-version.ts';
import { splitSuppressed, type Suppression } from './suppress.ts';

export interface AnalyseOptions {
  /** Stretches without a running task from this length on become findings; by default a minute, or 2 % of a short run. */
  readonly gapLimitMs?: number | undefined;
  /** Limits of findings that a configuration sets; the usual ones where it does not. */
  readonly limits?: SetLimits | undefined;
  /** Findings that are listed apart, with the reason; those that expired are left out by the caller. */
  readonly suppressions?: readonly Suppression[] | undefined;
  /** What the cluster's own logs tell, from `readClusterFiles`. */
  readonly cluster?: ClusterStory | undefined;
  /** What a Databricks bundle promises of its jobs, from `readBundle`. */
  readonly bundle?: BundleLimits | undefined;
}

/** Derives ledgers and findings from a model and puts all into the one document that every output is made from. */
export function analyse(model: ApplicationModel, logName: string, options: AnalyseOptions = {}): Result {
  return analyseFacts(new Facts(model, options), logName, options);
}

/** Like {@link analyse}, with facts that others use as well. */
export function analyseFacts(
  facts: Facts,
  logName: string,
  { cluster, bundle, suppressions = [] }: Pick<AnalyseOptions, 'cluster' | 'bundle' | 'suppressions'> = {},
): Result {
  const { model } = facts;
  const { findings, failures } = runDetectors(facts);
  const { application } = model;
  const { shown, suppressed } = splitSuppressed(findings, suppressions, application.name);
  return {
    schemaVersion: resultSchemaVersion,
    application: {
      ...given('id', application.id),
      ...given('attemptId', application.attemptId),
      ...given('name', application.name),
      ...given('user', application.user),
      ...given('sparkVersion', application.sparkVersion),
      startMs: application.startEpochMs,
      startInferred: application.startInferred,
      endMs: application.startEpochMs + application.durationMs,
      endInferred: application.endInferred,
      durationMs: application.durationMs,
      ...given('exitCode', application.exitCode),
      log: logName,
    },
    counts: countAll(facts),
    quality: describeQuality(facts),
    ledger: {
      wallClock: wallClockLabels.map((label) => ({ label, ms: facts.wallClock.ms[label] })),
      coreTime: facts.coreTime,
    },
    activity: {
      bucketMs: facts.wallClock.activity.bucketMs,
      runningTasks: [...facts.wallClock.activity.runningTasks],
      slots: [...facts.wallClock.activity.slots],
    },
    driver: {
      bucketMs: facts.driverIndex.bucketMs,
      waitingShare: [...facts.driverIndex.shares],
      busy: [...facts.busyDriver],
    },
    findings: shown.map((finding) => describeFinding(model, finding)),
    ...(suppressed.length > 0 && {
      suppressedFindings: suppressed.map(({ finding, suppression: { reason, expires } }) => ({
        ...describeFinding(model, finding),
        suppression: { reason, expires },
      })),
    }),
    detectorFailures: failures,
    failures: gatherTaskFailures(model)
      .slice(0, 100)
      .map((failure) => ({ ...failure, stageIds: [...failure.stageIds].slice(0, 100) })),
    executors: describeExecutors(facts),
    jobs: describeJobs(facts),
    stages: describeStages(facts),
    sqlExecutions: describeSqlExecutions(facts),
    ...describeStreams(facts),
    ...describeCluster(facts, cluster),
    ...(bundle && { jobLimits: checkLimits(facts, bundle).map(describeLimit) }),
    configuration: Object.fromEntries(model.environment.spark),
  };
}

function countAll(facts: Facts): Result['counts'] {
  const { model, stageStats } = facts;
  const workers = model.executors.filter((executor) => !isDriverId(executor.id));
  const sum = (valueOf: (stats: (typeof stageStats)[number]) => number) =>
    stageStats.reduce((total, stats) => total + valueOf(stats), 0);
  return {
    jobs: model.jobs.length,
    stages: new Set(model.stageAttempts.map((attempt) => attempt.stageId)).size,
    stageAttempts: model.stageAttempts.length,
    tasks: sum((stats) => stats.tasks),
    failedTasks: sum((stats) => stats.failed),
    killedTasks: sum((stats) => stats.killed),
    unfinishedTasks: sum((stats) => stats.unfinished),
    resubmittedTasks: model.resubmissions.length,
    executorsAdded: workers.filter((executor) => !executor.addedInferred).length,
    executorsRemoved: workers.filter((executor) => executor.removedMs !== undefined).length,
    sqlExecutions: model.sqlExecutions.length,
    streamingBatches: model.streamingRuns.reduce((total, run) => total + run.batches.length, 0),
  };
}

function describeQuality({ model, cluster }: Facts): Result['quality'] {
  const { quality } = model;
  const dropped =
    cluster?.events.filter(({ event }) => event.topic === 'dropped-events' && event.level === 'error') ?? [];
  return {
    linesRead: quality.linesRead,
    linesUnreadable: quality.linesUnreadable,
    unreadableExamples: quality.unreadableExamples.map(({ part, lineNumber, byteOffset, problem }) => ({
      file: part,
      line: lineNumber,
      byteOffset,
      problem,
    })),
    linesOversized: quality.linesOversized,
    malformedEvents: Object.fromEntries(quality.malformedEvents.counts),
    unknownEvents: Object.fromEntries(quality.unknownEvents.counts),
    unusedEvents: Object.fromEntries(quality.unusedEvents.counts),
    examples: describeExamples(model),
    repeatedEvents: quality.repeatedEvents,
    cutOff: quality.cutOff,
    damagedParts: quality.damagedParts,
    missingParts: [...quality.missingPartIndices],
    inProgress: quality.inProgress,
    compacted: quality.compacted,
    droppedEventsSuspected: quality.eventsMissing > 0 || dropped.length > 0,
    missingTaskEnds: Math.max(quality.tasksMissing, quality.tasksWithoutEnd + quality.taskIdsMissing),
    missing: {
      events: quality.eventsMissing,
      taskEndsOfFinishedStages: quality.tasksMissing,
      endsOfStartedTasks: quality.tasksWithoutEnd,
      taskIds: quality.taskIdsMissing,
      jobStarts: quality.jobsWithoutStart,
      jobEnds: quality.jobsWithoutEnd,
      stageSubmissions: quality.stagesWithoutStart,
      stageCompletions: quality.stagesWithoutEnd,
      sqlStarts: quality.sqlExecutionsWithoutStart,
      sqlEnds: quality.sqlExecutionsWithoutEnd,
    },
    trust: quality.trust,
    notes: [...quality.notes, ...dropped.slice(0, 1).map(({ event }) => `The driver's own log: ${event.text}.`)],
  };
}

function describeExamples(model: ApplicationModel): Result['quality']['examples'] {
  const { quality } = model;
  const named = (kind: Result['quality']['examples'][number]['kind'], tally: EventTally) =>
    tally.examples.flatMap(({ name, place }) =>
      place === undefined ? [] : [{ kind, name, ...describePlace(model, place) }],
    );
  return [
    ...quality.oversizedExamples.map((place) => ({ kind: 'oversized-line' as const, ...describePlace(model, place) })),
    ...named('malformed-event', quality.malformedEvents),
    ...named('unknown-event', quality.unknownEvents),
  ];
}

function describePlace(model: ApplicationModel, place: LogPlace) {
  return { file: model.parts[place.part] ?? '', line: place.lineNumber, byteOffset: place.byteOffset };
}

function describeFinding(model: ApplicationModel, finding: PricedFinding): ResultFinding {
  return {
    id: finding.id,
    kind: finding.kind,
    severity: finding.severity,
    title: finding.title,
    cause: { ...finding.cause, ruledOut: [...finding.cause.ruledOut] },
    subjects: [...finding.subjects],
    ranges: [...finding.ranges],
    cost: finding.cost,
    evidence: finding.evidence.map(({ place, clusterPlace, ...evidence }) => ({
      ...evidence,
      ...(clusterPlace && { source: clusterPlace }),
      ...(place && { source: describePlace(model, place) }),
    })),
    advice: [...finding.advice],
  };
}

function describeExecutors(facts: Facts): Result['executors'] {
  const executors = facts.model.executors.map((executor) => {
    const removal = facts.removals.get(executor.id);
    return {
      id: executor.id,
      host: executor.host,
      cores: executor.cores,
      coresInferred: executor.coresInferred,
      slots: executor.slots,
      addedMs: executor.addedMs,
      addedInferred: executor.addedInferred,
      ...given('removedMs', executor.removedMs),
      tasks: facts.executorWork.get(executor.id)?.tasks ?? 0,
      ...(removal && {
        removal: {
          class: removal.class,
          confidence: removal.confidence,
          reason: removal.rawReason,
          because: removal.because,
          ...given('exitCode', removal.exitCode),
          ruledOut: [...removal.ruledOut],
          ...given('decidedBy', describeVerdict(removal.decidedBy)),
        },
      }),
    };
  });
  return executors.sort((a, b) => a.addedMs - b.addedMs || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
}

function describeLimit({ measured, place, ...limit }: CheckedLimit) {
  return { ...limit, ...given('measured', measured), ...given('place', place) };
}

function describeVerdict(verdict: ClusterVerdict | undefined) {
  if (verdict === undefined) return undefined;
  const { event, matchedBy, eventLogSaid } = verdict;
  return { source: event.source, type: event.type, matchedBy, eventLogSaid, place: event.place };
}

/** Beyond so many jobs and queries, or stages, what is said of each would be most of the document. */
const mostDetailed = 1_000;

function hasLedgers({ model }: Facts): boolean {
  return model.jobs.length + model.sqlExecutions.length <= mostDetailed;
}

function describeJobs(facts: Facts): Result['jobs'] {
  return facts.model.jobs.map((job, index) => ({
    id: job.id,
    ...given('name', job.name),
    ...given('description', job.description),
    ...given('jobGroup', job.jobGroup),
    ...given('sqlExecutionId', job.sqlExecutionId),
    startMs: job.startMs,
    endMs: job.endMs,
    endInferred: job.endInferred,
    status: job.succeeded === undefined ? 'unfinished' : job.succeeded ? 'succeeded' : 'failed',
    ...given('failureMessage', job.failureMessage),
    stageIds: [...job.stageIds],
    ...given('ledger', hasLedgers(facts) ? [...(facts.jobLedgers[index] ?? [])] : undefined),
  }));
}

function describeStages(facts: Facts): Result['stages'] {
  const stages = facts.model.stageAttempts.flatMap((attempt, index) => {
    const stats = facts.stageStats[index];
    if (stats === undefined) return [];
    const { tasks, succeeded, failed, killed, unfinished, durationMs, ...sums } = stats;
    return {
      stageId: attempt.stageId,
      attemptId: attempt.attemptId,
      ...given('name', attempt.name),
      ...given('jobId', attempt.jobId),
      ...given('sqlExecutionId', attempt.sqlExecutionId),
      startMs: attempt.startMs,
      endMs: attempt.endMs,
      endInferred: attempt.endInferred,
      ...given('failureReason', attempt.failureReason),
      ...given(
        'planNodes',
        attempt.planNodes.length > 0 && facts.model.stageAttempts.length <= mostDetailed
          ? [...attempt.planNodes]
          : undefined,
      ),
      taskCount: attempt.taskCount,
      tasks: { ended: tasks, succeeded, failed, killed, unfinished },
      ...given('durationMs', durationMs),
      ...sums,
    };
  });
  // Not in the order in which the log mentions them, which its writer's threads decide.
  return stages.sort(compareStageAttempts);
}

function describeSqlExecutions(facts: Facts): Result['sqlExecutions'] {
  const { model } = facts;
  const jobs = groupBy(model.jobs, (job) => job.sqlExecutionId);
  return model.sqlExecutions.map((execution, index) => ({
    id: execution.id,
    ...given('description', execution.description),
    startMs: execution.startMs,
    endMs: execution.endMs,
    endInferred: execution.endInferred,
    ...given('errorMessage', execution.errorMessage),
    jobIds: (jobs.get(execution.id) ?? []).map((job) => job.id),
    ...given('ledger', hasLedgers(facts) ? [...(facts.sqlLedgers[index] ?? [])] : undefined),
  }));
}
