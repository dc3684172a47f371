import type { Environment, ResourceProfile } from '../events/application.ts';
import type { PlanOperators } from '../events/plan-operators.ts';
import type { DataQuality } from './data-quality.ts';
import type { LogPlace } from './log-place.ts';
import type { BacklogAmounts, StreamSource } from '../events/stream-source.ts';
import type { StreamState } from '../events/streaming.ts';
import type { TaskTable } from './task-table.ts';

/**
 * One run of one application. All times are milliseconds since `startEpochMs`, which alone is absolute; an end that the
 * log does not hold is filled in and marked `endInferred`.
 */
export interface ApplicationModel {
  readonly application: Application;
  readonly environment: Environment;
  readonly resourceProfiles: ReadonlyMap<number, ResourceProfile>;
  readonly executors: readonly Executor[];
  /** In the order in which they ended; none of them is among the executors. */
  readonly unregisteredExecutors: readonly UnregisteredExecutor[];
  readonly exclusions: readonly Exclusion[];
  readonly jobs: readonly Job[];
  readonly stageAttempts: readonly StageAttempt[];
  readonly sqlExecutions: readonly SqlExecution[];
  readonly streamingRuns: readonly StreamingRun[];
  readonly driverMetrics: DriverMetrics;
  readonly tasks: TaskTable;
  /** Task ends "Resubmitted": finished map output that was lost with its executor. Not runs. */
  readonly resubmissions: readonly Resubmission[];
  readonly quality: DataQuality;
  /** Names of the files that were read. */
  readonly parts: readonly string[];
}

export type { LogPlace };

export interface Application {
  readonly id: string | undefined;
  readonly attemptId: string | undefined;
  readonly name: string | undefined;
  readonly user: string | undefined;
  readonly sparkVersion: string | undefined;
  readonly startEpochMs: number;
  /** No ApplicationStart was read: the earliest time seen stands in. */
  readonly startInferred: boolean;
  readonly durationMs: number;
  /** No ApplicationEnd was read: the latest time seen stands in. */
  readonly endInferred: boolean;
  readonly exitCode: number | undefined;
}

export interface Executor {
  readonly id: string;
  readonly host: string;
  readonly cores: number;
  /** The log does not say how many cores: the most tasks seen at once stand in. */
  readonly coresInferred: boolean;
  /** Tasks that it can run at once: cores by `spark.task.cpus` or the resource profile. */
  readonly slots: number;
  readonly addedMs: number;
  readonly addedInferred: boolean;
  readonly requestedMs: number | undefined;
  /** Absent when it lived to the end of the application. */
  readonly removedMs: number | undefined;
  readonly removedReason: string | undefined;
  readonly removedPlace: LogPlace | undefined;
  readonly maxMemoryBytes: number | undefined;
}

/** An executor whose end Spark noted, and which had never registered with the driver. */
export interface UnregisteredExecutor {
  readonly id: string;
  readonly endedMs: number;
  readonly reason: string;
  readonly place: LogPlace | undefined;
}

/** What the log holds of the driver's memory; zeros where it was not logged. */
export interface DriverMetrics {
  readonly peakHeapBytes: number;
  /** Time in garbage collection since it started. */
  readonly gcMs: number;
}

/** Taken out of scheduling by Spark for too many failures. */
export interface Exclusion {
  readonly timeMs: number;
  readonly executorId: string | undefined;
  readonly host: string | undefined;
  readonly failureCount: number | undefined;
}

export interface Job {
  readonly id: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly endInferred: boolean;
  /** Absent when the log holds no end. */
  readonly succeeded: boolean | undefined;
  readonly failureMessage: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly jobGroup: string | undefined;
  readonly schedulerPool: string | undefined;
  readonly sqlExecutionId: number | undefined;
  /** Of the streaming query that the job works for. */
  readonly streamingQueryId: string | undefined;
  /** All ancestors; stages never submitted were skipped. */
  readonly stageIds: readonly number[];
  readonly endPlace: LogPlace | undefined;
}

export interface StageAttempt {
  readonly stageId: number;
  readonly attemptId: number;
  /** False when only its tasks or its completion are in the (partial) log. */
  readonly submitted: boolean;
  readonly name: string | undefined;
  readonly details: string | undefined;
  /** Of this attempt: a retry may run fewer than the stage has. */
  readonly taskCount: number;
  readonly parentIds: readonly number[];
  readonly startMs: number;
  readonly endMs: number;
  readonly endInferred: boolean;
  readonly failureReason: string | undefined;
  readonly jobId: number | undefined;
  readonly sqlExecutionId: number | undefined;
  readonly resourceProfileId: number | undefined;
  readonly endPlace: LogPlace | undefined;
  /** Nodes of the SQL plan that it worked for, by the metrics that both name; empty when the log does not tell. */
  readonly planNodes: readonly string[];
  /** What its tasks sent back to the driver; 0 when the log does not tell. */
  readonly resultBytes: number;
  /** The program asked for its number of tasks with `coalesce`. */
  readonly isCoalesced: boolean;
  /** It collects what the driver then sends to every executor, for a join. */
  readonly feedsBroadcast: boolean;
  /** Partitions of what it computes: more than its tasks where it computes only a part. 0 when the log does not tell. */
  readonly partitionCount: number;
}

export interface SqlExecution {
  readonly id: number;
  readonly rootId: number | undefined;
  readonly description: string | undefined;
  readonly callSite: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly endInferred: boolean;
  /** Empty on success, absent when the log does not say (before 3.4). */
  readonly errorMessage: string | undefined;
  readonly planTextChars: number;
  /** How often adaptive execution replaced the plan. */
  readonly planChanges: number;
  /** Operators of the latest plan that the log holds; empty when it holds none. */
  readonly planOperators: PlanOperators;
  /** Files that its scans listed to read, and their size; 0 when the log does not tell. */
  readonly filesRead: number;
  readonly fileBytesRead: number;
  readonly startPlace: LogPlace | undefined;
  readonly plan: PlanSummary | undefined;
}

/** What the last plan of an SQL execution did. Counts are absent where the log has no such metric. */
export interface PlanSummary {
  readonly nodeCount: number;
  /** The most frequent kinds of nodes and how many of each. */
  readonly nodeKinds: readonly (readonly [kind: string, count: number])[];
  readonly scans: readonly PlanScan[];
  readonly joins: readonly PlanJoin[];
}

export interface PlanScan {
  readonly text: string;
  readonly location: string;
  readonly columns: number;
  /** As Spark writes them: `[]` is none. */
  readonly partitionFilters: string;
  readonly pushedFilters: string;
  readonly partitionsRead: number | undefined;
  readonly filesRead: number | undefined;
  readonly bytesRead: number | undefined;
  readonly rowsRead: number | undefined;
  /** By the filter right above the scan. */
  readonly rowsKept: number | undefined;
}

export interface PlanJoin {
  readonly text: string;
  readonly rowsOut: number;
  readonly rowsIn: readonly number[];
}

/** One run of a streaming query: `id` survives restarts, `runId` does not. */
export interface StreamingRun {
  readonly id: string;
  readonly runId: string;
  readonly name: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly endInferred: boolean;
  readonly exception: string | undefined;
  readonly batches: readonly StreamingBatch[];
}

export interface StreamingBatch {
  readonly batchId: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Milliseconds by phase: latestOffset, queryPlanning, walCommit, addBatch, commitOffsets … */
  readonly phaseMs: Readonly<Record<string, number>>;
  readonly inputRows: number;
  /** Over all sources; 0 where Spark had nothing to divide by. */
  readonly inputRowsPerSecond: number;
  readonly processedRowsPerSecond: number;
  readonly sources: readonly StreamSource[];
  /** What its sources had not read when it began, all of them together. */
  readonly backlog: BacklogAmounts;
  readonly state: StreamState | undefined;
  /** Newest event time that it read; absent without a watermark. */
  readonly latestEventMs: number | undefined;
  readonly place: LogPlace | undefined;
}

export interface Resubmission {
  readonly taskId: number;
  readonly stageAttempt: number;
  readonly executorId: string;
}
