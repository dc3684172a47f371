import type { ClusterStory } from '../cluster/cluster-story.ts';
import { runHistories, type JobRun, type JobTask } from '../cluster/databricks/job-runs.ts';
import type { LeftOut } from '../derive/cluster/left-out.ts';
import type { Facts } from '../derive/facts.ts';
import { given } from './given.ts';
import type { Result } from './schema.ts';

type ClusterPart = Pick<Result, 'clusterEvents' | 'cluster' | 'jobRuns' | 'jobHistories'>;

/** What the cluster's side adds to the document: nothing when none was given. */
export function describeCluster(facts: Facts, story: ClusterStory | undefined): ClusterPart {
  const { cluster, model } = facts;
  if (cluster === undefined || story === undefined) return {};
  const histories = runHistories(story.jobRuns);
  return {
    clusterEvents: cluster.events.map(({ event, startMs, endMs }) => ({
      source: event.source,
      type: event.type,
      topic: event.topic,
      level: event.level,
      startMs,
      ...given('endMs', endMs),
      text: event.text,
      ...given('executorId', event.subject.executorId),
      ...given('host', event.subject.host),
      ...given('lossClass', event.loss?.class),
      ...given('outage', event.outage),
      place: event.place,
    })),
    cluster: {
      clocks: [...cluster.clocks],
      eventsLeftOut: cluster.eventsLeftOut,
      ...(cluster.leftOut.length > 0 && { leftOut: cluster.leftOut.map(describeLeftOut) }),
      ...given('startUpMs', cluster.startUpMs),
      files: story.files.map((file) => ({
        name: file.name,
        sources: file.sources,
        records: file.records,
        unreadable: file.unreadable,
        unreadableExamples: file.unreadableExamples.map(({ place, problem }) => ({ ...place, problem })),
        unknownFields: Object.fromEntries(file.unknownFields),
        unknownTypes: Object.fromEntries(file.unknownTypes),
        notKept: file.notKept,
        notes: file.mistake === undefined ? file.notes : [...file.notes, `${file.name}: ${file.mistake}.`],
      })),
    },
    ...(cluster.jobRuns.length > 0 && {
      jobRuns: cluster.jobRuns.map((run) => describeRun(run, model.application.startEpochMs)),
    }),
    ...(histories.length > 0 && {
      jobHistories: histories.map(({ name, medianDurationMs, ...history }) => ({
        ...history,
        ...given('name', name),
        ...given('medianDurationMs', medianDurationMs),
      })),
    }),
  };
}

function describeLeftOut({ named, expected, nearestMs, ...leftOut }: LeftOut) {
  return {
    ...leftOut,
    ...given('named', named),
    ...given('expected', expected),
    ...given('nearestMs', nearestMs),
  };
}

function describeRun(run: JobRun, startEpochMs: number): NonNullable<Result['jobRuns']>[number] {
  return {
    runId: run.runId,
    ...given('jobId', run.jobId),
    ...given('name', run.name),
    ...given('trigger', run.trigger),
    attempt: run.attempt,
    ...times(run, startEpochMs),
    durationMs: run.durationMs,
    ...run.phases,
    result: run.result,
    ...given('message', run.message),
    tasks: run.tasks.map((task) => describeTask(run, task, startEpochMs)),
    place: run.place,
  };
}

function describeTask(run: JobRun, task: JobTask, startEpochMs: number) {
  return {
    key: task.key,
    runId: task.runId,
    attempt: task.attempt,
    dependsOn: [...task.dependsOn],
    ...times(task, startEpochMs),
    ...task.phases,
    result: task.result,
    ...given('message', task.message),
    onCriticalPath: run.criticalPath.includes(task),
  };
}

function times({ startEpochMs: start, endEpochMs: end }: Pick<JobRun, 'startEpochMs' | 'endEpochMs'>, zeroMs: number) {
  return {
    ...given('startMs', start === undefined ? undefined : start - zeroMs),
    ...given('endMs', end === undefined ? undefined : end - zeroMs),
  };
}
