import type { ApplicationModel } from '../src/model/application-model.ts';
import { ModelBuilder } from '../src/model/model-builder.ts';

/** A run in shorthand: times are milliseconds since its start, names and settings have defaults. */
export interface RunSketch {
  readonly durationMs: number;
  readonly name?: string;
  readonly properties?: Readonly<Record<string, string>>;
  /** Leave the ApplicationEnd out. */
  readonly unended?: boolean;
  readonly executors?: readonly {
    readonly id: string;
    readonly host?: string;
    readonly cores?: number;
    readonly addedMs?: number;
    readonly removedMs?: number;
    readonly reason?: string;
  }[];
  readonly sql?: readonly { readonly id: number; readonly startMs: number; readonly endMs?: number }[];
  readonly jobs?: readonly {
    readonly id: number;
    readonly startMs: number;
    readonly endMs?: number;
    readonly sql?: number;
    readonly failure?: string;
    readonly stageIds?: readonly number[];
    /** The streaming query that it works for. */
    readonly query?: string;
  }[];
  readonly stages?: readonly {
    readonly id: number;
    readonly attempt?: number;
    readonly startMs: number;
    readonly endMs?: number;
    readonly taskCount?: number;
    readonly failure?: string;
  }[];
  readonly tasks?: readonly TaskSketch[];
}

export interface TaskSketch {
  readonly stage: number;
  readonly stageAttempt?: number;
  readonly attempt?: number;
  readonly launchMs: number;
  readonly finishMs: number;
  readonly executor?: string;
  /** Each task has its own by default. */
  readonly partition?: number;
  readonly reason?: Readonly<Record<string, unknown>>;
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly speculative?: boolean;
}

/** Some moment; whole seconds make times readable when a test fails. */
export const sketchStartEpochMs = 1_700_000_000_000;

type Event = Readonly<Record<string, unknown>>;

/** The events of a sketch as Spark would write them, in the order of their kinds. */
export function eventsOf(run: RunSketch): Event[] {
  const at = (ms: number) => sketchStartEpochMs + ms;
  const sql = 'org.apache.spark.sql.execution.ui.SparkListenerSQLExecution';
  const stageEvent = (name: string, stage: NonNullable<RunSketch['stages']>[number], ended: boolean): Event => ({
    Event: name,
    'Stage Info': {
      'Stage ID': stage.id,
      'Stage Attempt ID': stage.attempt ?? 0,
      'Stage Name': `stage ${stage.id}`,
      'Number of Tasks':
        stage.taskCount ??
        run.tasks?.filter((task) => task.stage === stage.id && (task.stageAttempt ?? 0) === (stage.attempt ?? 0))
          .length ??
        0,
      'Parent IDs': [],
      'Submission Time': at(stage.startMs),
      ...(ended && { 'Completion Time': at(stage.endMs ?? 0) }),
      ...(ended && stage.failure !== undefined && { 'Failure Reason': stage.failure }),
    },
  });
  return [
    { Event: 'SparkListenerLogStart', 'Spark Version': '3.5.1' },
    {
      Event: 'SparkListenerApplicationStart',
      'App Name': run.name ?? 'sketch',
      'App ID': 'app-1',
      Timestamp: at(0),
      User: 'someone',
    },
    { Event: 'SparkListenerEnvironmentUpdate', 'Spark Properties': run.properties ?? {} },
    ...(run.executors ?? []).map((executor) => ({
      Event: 'SparkListenerExecutorAdded',
      Timestamp: at(executor.addedMs ?? 0),
      'Executor ID': executor.id,
      'Executor Info': { Host: executor.host ?? `host-${executor.id}`, 'Total Cores': executor.cores ?? 1 },
    })),
    ...(run.sql ?? []).map((execution) => ({
      Event: `${sql}Start`,
      executionId: execution.id,
      description: `query ${execution.id}`,
      time: at(execution.startMs),
    })),
    ...(run.jobs ?? []).map((job) => ({
      Event: 'SparkListenerJobStart',
      'Job ID': job.id,
      'Submission Time': at(job.startMs),
      'Stage IDs': job.stageIds ?? run.stages?.map((stage) => stage.id) ?? [],
      Properties: {
        ...(job.sql !== undefined && { 'spark.sql.execution.id': String(job.sql) }),
        ...(job.query !== undefined && { 'sql.streaming.queryId': job.query }),
      },
    })),
    ...(run.stages ?? []).map((stage) => stageEvent('SparkListenerStageSubmitted', stage, false)),
    ...(run.tasks ?? []).map((task, taskId) => ({
      Event: 'SparkListenerTaskEnd',
      'Stage ID': task.stage,
      'Stage Attempt ID': task.stageAttempt ?? 0,
      'Task End Reason': task.reason ?? { Reason: 'Success' },
      'Task Info': {
        'Task ID': taskId,
        Index: task.partition ?? taskId,
        ...(task.partition !== undefined && { 'Partition ID': task.partition }),
        Attempt: task.attempt ?? 0,
        'Launch Time': at(task.launchMs),
        'Finish Time': at(task.finishMs),
        'Executor ID': task.executor ?? '1',
        Host: `host-${task.executor ?? '1'}`,
        Speculative: task.speculative ?? false,
      },
      ...(task.metrics && { 'Task Metrics': task.metrics }),
    })),
    ...(run.stages ?? [])
      .filter((stage) => stage.endMs !== undefined)
      .map((stage) => stageEvent('SparkListenerStageCompleted', stage, true)),
    ...(run.jobs ?? [])
      .filter((job) => job.endMs !== undefined)
      .map((job) => ({
        Event: 'SparkListenerJobEnd',
        'Job ID': job.id,
        'Completion Time': at(job.endMs ?? 0),
        'Job Result':
          job.failure === undefined
            ? { Result: 'JobSucceeded' }
            : { Result: 'JobFailed', Exception: { Message: job.failure } },
      })),
    ...(run.sql ?? [])
      .filter((execution) => execution.endMs !== undefined)
      .map((execution) => ({ Event: `${sql}End`, executionId: execution.id, time: at(execution.endMs ?? 0) })),
    ...(run.executors ?? [])
      .filter((executor) => executor.removedMs !== undefined)
      .map((executor) => ({
        Event: 'SparkListenerExecutorRemoved',
        Timestamp: at(executor.removedMs ?? 0),
        'Executor ID': executor.id,
        'Removed Reason': executor.reason ?? '',
      })),
    ...(run.unended === true ? [] : [{ Event: 'SparkListenerApplicationEnd', Timestamp: at(run.durationMs) }]),
  ];
}

/** The model that core builds from the events of a sketch. */
export function modelOf(run: RunSketch): ApplicationModel {
  const builder = new ModelBuilder();
  for (const event of eventsOf(run)) builder.add(String(event.Event), event);
  return builder.finish();
}
