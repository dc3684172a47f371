import type { ApplicationStart, Environment, ResourceProfile } from '../events/application.ts';
import type { FileMetric } from '../events/plan-metrics.ts';
import type { PlanOperators } from '../events/plan-operators.ts';
import { isEpochMs } from '../util/epoch.ts';
import { IdSet } from '../util/id-set.ts';
import { newDataQuality, type DataQuality } from './data-quality.ts';
import type { LogPlace, Resubmission, StreamingBatch } from './application-model.ts';
import { PlanTracker } from './plan-tracker.ts';
import { OpenTasks } from './open-tasks.ts';
import { TextPool } from './text-pool.ts';
import { TaskTable } from './task-table.ts';

/** What the events have told so far, in epoch milliseconds and with holes. `finishModel` turns it into a model. */
export class ModelDraft {
  sparkVersion: string | undefined;
  start: ApplicationStart | undefined;
  end: { epochMs: number; exitCode: number | undefined } | undefined;
  environment: Environment = { jvm: new Map(), spark: new Map(), system: new Map() };
  readonly resourceProfiles = new Map<number, ResourceProfile>();
  readonly executors = new Map<string, ExecutorDraft>();
  readonly exclusions: ExclusionDraft[] = [];
  readonly jobs = new Map<number, JobDraft>();
  readonly stageAttempts: StageAttemptDraft[] = [];
  readonly sqlExecutions = new Map<number, SqlExecutionDraft>();
  /** Accumulators of file-scan metrics, and what they measure for which execution. */
  readonly fileMetrics = new Map<number, { executionId: number; measures: FileMetric['measures'] }>();
  readonly driverMetrics = { peakHeapBytes: 0, gcMs: 0 };
  readonly plans = new PlanTracker();
  readonly texts = new TextPool();
  readonly streamingRuns = new Map<string, StreamingRunDraft>();
  readonly tasks: TaskTable;
  /** Started, and not yet ended. */
  readonly openTasks = new OpenTasks();
  readonly endedTaskIds = new IdSet();
  readonly resubmissions: Resubmission[] = [];
  readonly resubmittedTaskIds = new IdSet();
  readonly quality: DataQuality = newDataQuality();
  /** Names of the files read so far; the last one is being read. */
  readonly parts: string[] = [];
  /** Where the event now being applied stands. */
  place: LogPlace | undefined;
  earliestEpochMs = Number.POSITIVE_INFINITY;
  latestEpochMs = Number.NEGATIVE_INFINITY;
  #stageAttemptIndex = new Map<number, number>();

  constructor(keepTaskDetails = true) {
    this.tasks = new TaskTable(keepTaskDetails);
  }

  /** Takes note of a time of day, for applications whose own start or end is not in the log. */
  sawTime(epochMs: number | undefined): void {
    if (epochMs === undefined || !isEpochMs(epochMs)) return;
    if (epochMs < this.earliestEpochMs) this.earliestEpochMs = epochMs;
    if (epochMs > this.latestEpochMs) this.latestEpochMs = epochMs;
  }

  executor(id: string): ExecutorDraft {
    let executor = this.executors.get(id);
    if (executor === undefined) {
      executor = { id, host: '', inferred: true };
      this.executors.set(id, executor);
    }
    return executor;
  }

  sqlExecution(id: number): SqlExecutionDraft {
    let execution = this.sqlExecutions.get(id);
    if (execution === undefined) {
      execution = {
        id,
        rootId: undefined,
        description: undefined,
        callSite: undefined,
        planTextChars: 0,
        planChanges: 0,
        planOperators: {},
        filesRead: 0,
        fileBytesRead: 0,
      };
      this.sqlExecutions.set(id, execution);
    }
    return execution;
  }

  job(id: number): JobDraft {
    let job = this.jobs.get(id);
    if (job === undefined) {
      job = { id, stageIds: [], started: false, ended: false };
      this.jobs.set(id, job);
    }
    return job;
  }

  /** Index of a stage attempt; one that was never announced (a partial log) comes into being here. */
  stageAttemptIndex(stageId: number, attemptId: number): number {
    const key = stageAttemptKey(stageId, attemptId);
    let index = this.#stageAttemptIndex.get(key);
    if (index === undefined) {
      index = this.stageAttempts.length;
      this.stageAttempts.push({
        stageId,
        attemptId,
        taskCount: 0,
        parentIds: [],
        successfulTasks: 0,
        submitted: false,
      });
      this.#stageAttemptIndex.set(key, index);
    }
    return index;
  }

  hasStageAttempt(stageId: number, attemptId: number): boolean {
    return this.#stageAttemptIndex.has(stageAttemptKey(stageId, attemptId));
  }

  stageAttempt(stageId: number, attemptId: number): StageAttemptDraft {
    const attempt = this.stageAttempts[this.stageAttemptIndex(stageId, attemptId)];
    if (attempt === undefined) throw new Error(`stage attempt ${stageId}.${attemptId} has no index`);
    return attempt;
  }

  streamingRun(id: string, runId: string, name: string | undefined): StreamingRunDraft {
    let run = this.streamingRuns.get(runId);
    if (run === undefined) {
      run = { id, runId, name, batches: new Map() };
      this.streamingRuns.set(runId, run);
    }
    return run;
  }
}

/** Attempts stay far below a million: Spark gives up after four in a row by default. */
function stageAttemptKey(stageId: number, attemptId: number): number {
  return stageId * 2 ** 20 + attemptId;
}

export interface ExecutorDraft {
  readonly id: string;
  host: string;
  cores?: number | undefined;
  resourceProfileId?: number | undefined;
  requestedEpochMs?: number | undefined;
  addedEpochMs?: number | undefined;
  removedEpochMs?: number | undefined;
  removedReason?: string | undefined;
  removedPlace?: LogPlace | undefined;
  maxMemoryBytes?: number | undefined;
  /** No ExecutorAdded was read. */
  inferred: boolean;
}

export interface ExclusionDraft {
  readonly epochMs: number;
  readonly executorId: string | undefined;
  readonly host: string | undefined;
  readonly failureCount: number | undefined;
}

/** Texts of a job, which many jobs share. */
export const jobTexts = ['name', 'description', 'jobGroup', 'schedulerPool', 'streamingQueryId'] as const;

export interface JobDraft {
  readonly id: number;
  stageIds: readonly number[];
  name?: string | undefined;
  description?: string | undefined;
  jobGroup?: string | undefined;
  schedulerPool?: string | undefined;
  sqlExecutionId?: number | undefined;
  streamingQueryId?: string | undefined;
  /** JobStart was read. */
  started: boolean;
  /** JobEnd was read. */
  ended: boolean;
  startEpochMs?: number | undefined;
  endEpochMs?: number | undefined;
  succeeded?: boolean | undefined;
  failureMessage?: string | undefined;
  endPlace?: LogPlace | undefined;
}

export interface StageAttemptDraft {
  readonly stageId: number;
  readonly attemptId: number;
  name?: string | undefined;
  details?: string | undefined;
  taskCount: number;
  parentIds: readonly number[];
  startEpochMs?: number | undefined;
  endEpochMs?: number | undefined;
  failureReason?: string | undefined;
  resourceProfileId?: number | undefined;
  jobId?: number | undefined;
  sqlExecutionId?: number | undefined;
  endPlace?: LogPlace | undefined;
  planNodes?: readonly string[];
  resultBytes?: number;
  isCoalesced?: boolean;
  feedsBroadcast?: boolean;
  partitionCount?: number;
  /** Runs that succeeded, without a second copy of one task. */
  successfulTasks: number;
  /** StageSubmitted was read. */
  submitted: boolean;
  firstTaskEpochMs?: number;
  lastTaskEpochMs?: number;
}

/** A time of day of a task event; 0 where it has none. */
export function knownEpochMs(epochMs: number | undefined): number {
  return epochMs !== undefined && isEpochMs(epochMs) ? epochMs : 0;
}

/** Counts runs of tasks for their stage attempt: the first launch and the last finish of them. */
export function noteRuns(
  attempt: StageAttemptDraft,
  successes: number,
  firstLaunchEpochMs: number,
  lastFinishEpochMs: number,
): void {
  attempt.successfulTasks += successes;
  attempt.firstTaskEpochMs = Math.min(attempt.firstTaskEpochMs ?? firstLaunchEpochMs, firstLaunchEpochMs);
  attempt.lastTaskEpochMs = Math.max(attempt.lastTaskEpochMs ?? lastFinishEpochMs, lastFinishEpochMs);
}

export interface SqlExecutionDraft {
  readonly id: number;
  rootId: number | undefined;
  description: string | undefined;
  callSite: string | undefined;
  startEpochMs?: number | undefined;
  endEpochMs?: number | undefined;
  errorMessage?: string | undefined;
  planTextChars: number;
  planChanges: number;
  planOperators: PlanOperators;
  filesRead: number;
  fileBytesRead: number;
  startPlace?: LogPlace | undefined;
}

export interface StreamingRunDraft {
  readonly id: string;
  readonly runId: string;
  readonly name: string | undefined;
  startEpochMs?: number | undefined;
  endEpochMs?: number;
  exception?: string | undefined;
  /** By batch id: a batch that is reported again replaces the first report. */
  readonly batches: Map<number, BatchDraft>;
}

/** A batch as it is reported: with its start as a time of day, and its length. */
export interface BatchDraft extends Omit<StreamingBatch, 'startMs' | 'endMs' | 'latestEventMs'> {
  readonly latestEventEpochMs: number | undefined;
  readonly startEpochMs: number;
  readonly durationMs: number;
}
