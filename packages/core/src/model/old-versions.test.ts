import { describe, expect, it } from 'vitest';
import { logOfLines, readLines } from '../../test-support/read-lines.ts';
import { analyse } from '../result/build-result.ts';
import { readApplications } from './read-log.ts';

// Written by hand after Spark's JsonProtocol of the version named, since no Spark below 3.3 runs in the lab.
const t0 = 1_430_000_000_000;

/** Spark 1.3: driver `<driver>`, no attempts of stages, metrics of a failed task under its end reason. */
const spark13 = [
  { Event: 'SparkListenerLogStart', 'Spark Version': '1.3.1' },
  {
    Event: 'SparkListenerBlockManagerAdded',
    'Block Manager ID': { 'Executor ID': '<driver>', Host: 'master', Port: 7000 },
    'Maximum Memory': 278_302_556,
    Timestamp: t0 + 10,
  },
  { Event: 'SparkListenerEnvironmentUpdate', 'JVM Information': {}, 'Spark Properties': {}, 'System Properties': {} },
  { Event: 'SparkListenerApplicationStart', 'App Name': 'old', 'App ID': 'app-1', Timestamp: t0, User: 'u' },
  {
    Event: 'SparkListenerExecutorAdded',
    Timestamp: t0 + 50,
    'Executor ID': '0',
    'Executor Info': { Host: 'slave', 'Total Cores': 2, 'Log Urls': {} },
  },
  {
    Event: 'SparkListenerJobStart',
    'Job ID': 0,
    'Stage Infos': [{ 'Stage ID': 0, 'Stage Name': 'count at x', 'Number of Tasks': 2, 'RDD Info': [] }],
    'Stage IDs': [0],
  },
  { Event: 'SparkListenerStageSubmitted', 'Stage Info': stage13({}), Properties: {} },
  taskStart13(0, 100),
  taskStart13(1, 101),
  {
    ...taskStart13(0, 100),
    Event: 'SparkListenerTaskEnd',
    'Task Type': 'ResultTask',
    'Task End Reason': {
      Reason: 'ExceptionFailure',
      'Class Name': 'java.lang.IllegalStateException',
      Description: 'broken',
      'Stack Trace': [],
      'Full Stack Trace': 'java.lang…',
      Metrics: { 'Host Name': 'slave', 'Executor Run Time': 40, 'JVM GC Time': 3 },
    },
    'Task Info': { ...taskStart13(0, 100)['Task Info'], 'Finish Time': t0 + 150, Failed: true },
  },
  {
    ...taskStart13(1, 101),
    Event: 'SparkListenerTaskEnd',
    'Task Type': 'ResultTask',
    'Task End Reason': { Reason: 'Success' },
    'Task Info': { ...taskStart13(1, 101)['Task Info'], 'Finish Time': t0 + 201 },
    'Task Metrics': {
      'Host Name': 'slave',
      'Executor Run Time': 90,
      'Shuffle Read Metrics': { 'Remote Blocks Fetched': 1, 'Local Blocks Fetched': 2, 'Fetch Wait Time': 5 },
      'Shuffle Write Metrics': { 'Shuffle Bytes Written': 11, 'Shuffle Write Time': 7, 'Shuffle Records Written': 3 },
      'Input Metrics': { 'Data Read Method': 'Hadoop', 'Bytes Read': 600, 'Records Read': 6 },
    },
  },
  {
    Event: 'SparkListenerStageCompleted',
    'Stage Info': stage13({ 'Submission Time': t0 + 99, 'Completion Time': t0 + 202 }),
  },
  { Event: 'SparkListenerJobEnd', 'Job ID': 0, 'Job Result': { Result: 'JobSucceeded' } },
  { Event: 'SparkListenerApplicationEnd', Timestamp: t0 + 300 },
];

function stage13(times: object) {
  return {
    'Stage ID': 0,
    'Stage Name': 'count at x',
    'Number of Tasks': 1,
    'RDD Info': [],
    Details: '',
    Accumulables: [],
    ...times,
  };
}

function taskStart13(taskId: number, launchMs: number) {
  return {
    Event: 'SparkListenerTaskStart',
    'Stage ID': 0,
    'Stage Attempt ID': 0,
    'Task Info': {
      'Task ID': taskId,
      Index: 0,
      Attempt: taskId,
      'Launch Time': t0 + launchMs,
      'Executor ID': '0',
      Host: 'slave',
      Locality: 'PROCESS_LOCAL',
      Speculative: false,
      'Getting Result Time': 0,
      'Finish Time': 0,
      Failed: false,
      Accumulables: [],
    },
  };
}

describe('logs of old versions', () => {
  it('1.3: no attempt ids of stages, no times of jobs, metrics inside the end reason', async () => {
    const [{ model, result } = fail()] = await readLines([spark13]);
    expect(result.counts).toMatchObject({ jobs: 1, stages: 1, stageAttempts: 1, tasks: 2, failedTasks: 1 });
    expect(result.counts.executorsAdded).toBe(1);
    expect(result.executors.map((executor) => executor.id)).toEqual(['0']);
    // Neither event of the job has a time: it lasts as long as its stage.
    expect(result.jobs).toMatchObject([{ startMs: 99, endMs: 202, status: 'succeeded' }]);
    const { columns } = model.tasks;
    expect([columns.executorRunMs.at(0), columns.executorRunMs.at(1)]).toEqual([40, 90]);
    expect(columns.inputBytes.at(1)).toBe(600);
    expect(result.quality).toMatchObject({ malformedEvents: {}, unknownEvents: {}, missing: { events: 0 } });
  });

  it('1.0 to 1.2: no first line, no id, no executors announced, times of block managers missing, one RDD per stage', async () => {
    const oldest = spark13.flatMap((event): object[] => {
      const text = JSON.stringify(event).replace('"RDD Info":[]', '"RDD Info":{"RDD ID":1,"Name":"x"}');
      const old = JSON.parse(text.replace(/,"Stage (?:Attempt ID":0|Infos":\[[^\]]*\])/g, '')) as typeof event;
      if (/LogStart|ExecutorAdded/.test(event.Event)) return [];
      if (event.Event === 'SparkListenerBlockManagerAdded') return [{ ...old, Timestamp: undefined }];
      return [event.Event === 'SparkListenerApplicationStart' ? { ...old, 'App ID': undefined } : old];
    });
    const log = { ...logOfLines(oldest), sparkVersion: '1.1.0' };
    const [model = fail()] = await readApplications(log);
    const result = analyse(model, 'a log');
    expect(result.application).toMatchObject({ name: 'old', sparkVersion: '1.1.0', endInferred: false });
    expect(result.counts).toMatchObject({ jobs: 1, stages: 1, stageAttempts: 1, tasks: 2, failedTasks: 1 });
    expect(result.jobs).toMatchObject([{ stageIds: [0], status: 'succeeded' }]);
    expect(result.executors).toMatchObject([{ id: '0', host: 'slave', coresInferred: true }]);
    expect(result.quality).toMatchObject({ malformedEvents: {}, unknownEvents: {}, linesUnreadable: 0 });
  });

  it('1.4 to 2.x: a stage submitted without a time, an executor lost without a reason, a task killed without one', async () => {
    const [failedEnd, goodEnd] = spark13.filter(({ Event }) => Event === 'SparkListenerTaskEnd');
    const lost = { ...failedEnd, 'Task End Reason': { Reason: 'ExecutorLostFailure', 'Executor ID': '0' } };
    const killed = { ...goodEnd, 'Task End Reason': { Reason: 'TaskKilled' }, 'Task Metrics': undefined };
    const lines = spark13.map((event) => (event === failedEnd ? lost : event === goodEnd ? killed : event));
    const [{ result } = fail()] = await readLines([lines]);
    expect(result.counts).toMatchObject({ tasks: 2, failedTasks: 1, killedTasks: 1 });
    expect(result.failures.map((failure) => failure.reason).sort()).toEqual(['ExecutorLostFailure', 'TaskKilled']);
  });

  it('1.3 in local mode: tasks run in the driver, which is no executor', async () => {
    const local = spark13.map((event) =>
      JSON.stringify(event).replaceAll('"Executor ID":"0"', '"Executor ID":"<driver>"'),
    );
    const [{ result } = fail()] = await readLines([local]);
    expect(result.counts).toMatchObject({ tasks: 2, executorsAdded: 0 });
  });

  it('2.0.0: streaming events of a form that was given up are counted, not held against the log', async () => {
    const old = 'org.apache.spark.sql.streaming.StreamingQueryListener$QueryProgress';
    const [{ result } = fail()] = await readLines([[...spark13, { Event: old, queryInfo: {} }]]);
    expect(result.quality.unusedEvents).toEqual({ [old]: 1 });
    expect(result.quality.trust.level).toBe('complete');
  });

  it('2.1 to 2.4 write blacklisting, 3.1 and later the same incident under two names', async () => {
    const incident = { time: t0 + 120, executorId: '0', taskFailures: 2 };
    const names = ['Blacklisted', 'Excluded'].map((word) => `org.apache.spark.scheduler.SparkListenerExecutor${word}`);
    for (const written of [names.slice(0, 1), names]) {
      const [{ model } = fail()] = await readLines([[...spark13, ...written.map((Event) => ({ Event, ...incident }))]]);
      expect(model.exclusions).toEqual([{ timeMs: 120, executorId: '0', host: undefined, failureCount: 2 }]);
    }
  });
});

function fail(): never {
  throw new Error('no application was read');
}
