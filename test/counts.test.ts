import { describe, expect, it } from 'vitest';
import { fixtureNames, readTruth, resultOf } from './support/fixtures.ts';
import { readRawEvents, type Json } from './support/raw-events.ts';

const named = (events: Json[], name: string) => events.filter((event) => event.Event === name);
const field = (event: Json, ...path: string[]) => path.reduce<unknown>((value, key) => (value as Json)[key], event);

describe.each(fixtureNames)('%s', (name) => {
  it('has the counts that the raw events give', async () => {
    const events = await readRawEvents(name);
    const submitted = named(events, 'SparkListenerStageSubmitted');
    const stageOf = (event: Json) => field(event, 'Stage Info', 'Stage ID') as number;
    const attemptOf = (event: Json) => field(event, 'Stage Info', 'Stage Attempt ID') as number;
    const ends = named(events, 'SparkListenerTaskEnd').filter(
      (event) => field(event, 'Task End Reason', 'Reason') !== 'Resubmitted',
    );
    const reasons = ends.map((event) => field(event, 'Task End Reason', 'Reason'));
    const killed = reasons.filter((reason) => reason === 'TaskKilled').length;
    const succeeded = reasons.filter((reason) => reason === 'Success').length;
    const executorIds = (event: string) =>
      new Set(named(events, event).flatMap((one) => (one['Executor ID'] === 'driver' ? [] : [one['Executor ID']])));

    const { counts, quality } = await resultOf(name);
    expect(counts).toMatchObject({
      jobs: named(events, 'SparkListenerJobStart').length,
      stages: new Set(submitted.map(stageOf)).size,
      stageAttempts: new Set(submitted.map((event) => `${stageOf(event)}.${attemptOf(event)}`)).size,
      tasks: ends.length,
      killedTasks: killed,
      failedTasks: ends.length - killed - succeeded,
      resubmittedTasks: named(events, 'SparkListenerTaskEnd').length - ends.length,
      executorsAdded: executorIds('SparkListenerExecutorAdded').size,
      executorsRemoved: executorIds('SparkListenerExecutorRemoved').size,
      sqlExecutions: named(events, 'org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart').length,
    });
    expect(quality.linesRead - quality.linesUnreadable).toBe(events.length);
    expect(quality.malformedEvents).toEqual({});
    expect(quality.unknownEvents).toEqual({});
  });

  it('has the identity that the lab gave it', async () => {
    const truth = readTruth(name);
    const { application } = await resultOf(name);
    expect(application.id).toBe(truth.appId);
    expect(application.sparkVersion).toBe(truth.sparkVersion);
    expect(application.endInferred).toBe(!truth.applicationEnded);
  });
});
