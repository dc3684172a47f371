import { median } from '../../util/median.ts';
import { scrub } from '../scrub.ts';
import type { ClusterPlace } from '../cluster-event.ts';
import { criticalPath } from './critical-path.ts';
import type { DatabricksRun, RunTask } from './run-schema.ts';
import { groupBy } from '../../util/group-by.ts';

/** What a run, or a task of it, spent its time on. Milliseconds. */
export interface RunPhases {
  /** Waiting for its turn. */
  readonly queueMs: number;
  /** Mostly starting its cluster. */
  readonly setupMs: number;
  readonly executionMs: number;
  readonly cleanupMs: number;
}

/** One attempt of one task of a run. */
export interface JobTask {
  readonly key: string;
  readonly runId: string;
  /** From 0; retries have the same key. */
  readonly attempt: number;
  readonly dependsOn: readonly string[];
  readonly startEpochMs: number | undefined;
  readonly endEpochMs: number | undefined;
  readonly phases: RunPhases;
  /** `SUCCESS`, `FAILED`, `TIMEDOUT` …; the state of the life cycle while it has none. */
  readonly result: string;
  readonly message: string | undefined;
  readonly clusterId: string | undefined;
  readonly sparkContextId: string | undefined;
}

export interface JobRun {
  /** 64 bits, so kept as text. */
  readonly runId: string;
  readonly jobId: string | undefined;
  readonly name: string | undefined;
  readonly trigger: string | undefined;
  readonly attempt: number;
  readonly startEpochMs: number | undefined;
  /** Absent while it runs. */
  readonly endEpochMs: number | undefined;
  readonly durationMs: number;
  readonly phases: RunPhases;
  readonly result: string;
  readonly message: string | undefined;
  readonly tasks: readonly JobTask[];
  /** The chain of task attempts that decided when the run ended, first to last. */
  readonly criticalPath: readonly JobTask[];
  readonly clusterIds: readonly string[];
  readonly sparkContextIds: readonly string[];
  readonly place: ClusterPlace;
}

/** Runs in order of their start, each once: pages overlap, and a run that was fetched again later knows more. */
export function readJobRuns(
  placed: readonly { readonly run: DatabricksRun; readonly place: ClusterPlace }[],
): JobRun[] {
  const byId = new Map<string, JobRun>();
  for (const { run, place } of placed) {
    const read = readRun(run, place);
    const known = byId.get(read.runId);
    if (known === undefined || knowsMore(read, known)) byId.set(read.runId, read);
  }
  return [...byId.values()].sort((a, b) => (a.startEpochMs ?? 0) - (b.startEpochMs ?? 0));
}

function knowsMore(run: JobRun, than: JobRun): boolean {
  if (run.tasks.length !== than.tasks.length) return run.tasks.length > than.tasks.length;
  return run.endEpochMs !== undefined && than.endEpochMs === undefined;
}

function readRun(run: DatabricksRun, place: ClusterPlace): JobRun {
  const tasks = run.tasks.map(readTask);
  const unique = (values: readonly (string | undefined)[]) => [
    ...new Set(values.filter((value) => value !== undefined)),
  ];
  // Runs of several tasks have their phases on the tasks, and only a total themselves.
  const phases = tasks.length > 1 ? { ...phasesOf(run), ...sumOf(tasks) } : phasesOf(run);
  return {
    runId: run.run_id,
    jobId: run.job_id,
    name: run.run_name === undefined ? undefined : scrub(run.run_name),
    trigger: run.trigger,
    attempt: run.attempt_number,
    startEpochMs: run.start_time,
    endEpochMs: run.end_time,
    durationMs: durationOf(run),
    phases,
    ...resultOf(run),
    tasks,
    criticalPath: criticalPath(tasks),
    clusterIds: unique([run.cluster_instance?.cluster_id, ...tasks.map((task) => task.clusterId)]),
    sparkContextIds: unique([run.cluster_instance?.spark_context_id, ...tasks.map((task) => task.sparkContextId)]),
    place,
  };
}

function readTask(task: RunTask): JobTask {
  return {
    key: scrub(task.task_key),
    runId: task.run_id,
    attempt: task.attempt_number,
    dependsOn: task.depends_on.map((each) => scrub(each.task_key)),
    startEpochMs: task.start_time,
    endEpochMs: task.end_time,
    phases: phasesOf(task),
    ...resultOf(task),
    clusterId: task.cluster_instance?.cluster_id,
    sparkContextId: task.cluster_instance?.spark_context_id,
  };
}

function phasesOf(of: DatabricksRun | RunTask): RunPhases {
  return {
    queueMs: of.queue_duration,
    setupMs: of.setup_duration,
    executionMs: of.execution_duration,
    cleanupMs: of.cleanup_duration,
  };
}

function sumOf(tasks: readonly JobTask[]): RunPhases {
  const sum = (valueOf: (phases: RunPhases) => number) =>
    tasks.reduce((total, task) => total + valueOf(task.phases), 0);
  return {
    queueMs: sum((phases) => phases.queueMs),
    setupMs: sum((phases) => phases.setupMs),
    executionMs: sum((phases) => phases.executionMs),
    cleanupMs: sum((phases) => phases.cleanupMs),
  };
}

function durationOf(run: DatabricksRun): number {
  if (run.run_duration > 0) return run.run_duration;
  if (run.start_time !== undefined && run.end_time !== undefined) return run.end_time - run.start_time;
  return run.setup_duration + run.execution_duration + run.cleanup_duration;
}

/** The older `state` and the newer `status` say the same in different words. */
function resultOf({ state, status }: DatabricksRun | RunTask): { result: string; message: string | undefined } {
  const details = status?.termination_details;
  const message = state?.state_message ?? details?.message ?? status?.queue_details?.message;
  const result = state?.result_state ?? details?.code ?? state?.life_cycle_state ?? status?.state ?? 'UNKNOWN';
  return { result, message: message === undefined || message === '' ? undefined : scrub(message) };
}

/** Attempts behind the first one: counted, or by the number of the last where earlier ones were not told. */
export function retriesOf(attempts: readonly JobTask[]): number {
  return Math.max(attempts.length - 1, ...attempts.map(({ attempt }) => attempt));
}

/** All runs of one job, oldest first. */
export interface RunHistory {
  readonly jobId: string;
  readonly name: string | undefined;
  readonly runs: number;
  readonly succeeded: number;
  /** Of successful runs. */
  readonly medianDurationMs: number | undefined;
  readonly latestDurationMs: number;
}

/** How long a job usually takes, where there are several runs of it. */
export function runHistories(runs: readonly JobRun[]): RunHistory[] {
  return [...groupBy(runs, (run) => run.jobId)].flatMap(([jobId, ofJob]): RunHistory[] => {
    const latest = ofJob.at(-1);
    if (jobId === undefined || ofJob.length < 2 || latest === undefined) return [];
    const good = ofJob.filter((run) => run.result.startsWith('SUCCESS')).map((run) => run.durationMs);
    return [
      {
        jobId,
        name: latest.name,
        runs: ofJob.length,
        succeeded: good.length,
        medianDurationMs: good.length === 0 ? undefined : median(good),
        latestDurationMs: latest.durationMs,
      },
    ];
  });
}
