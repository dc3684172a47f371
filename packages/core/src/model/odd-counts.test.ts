import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../test-support/model-of.ts';
import { readLines } from '../../test-support/read-lines.ts';

// What makes counts wrong in logs of strangers; the expected numbers are those of the events that each test writes.
type Event = Readonly<Record<string, unknown>>;

const run = {
  durationMs: 60_000,
  executors: [{ id: '1', cores: 2 }],
  jobs: [{ id: 0, startMs: 1_000, endMs: 20_000, stageIds: [0, 1] }],
  stages: [{ id: 1, startMs: 1_000, endMs: 20_000, taskCount: 2 }],
  tasks: [
    { stage: 1, launchMs: 2_000, finishMs: 12_000 },
    { stage: 1, launchMs: 2_000, finishMs: 20_000 },
  ],
};
const events: readonly Event[] = eventsOf(run);
const startMs = 1_700_000_000_000;
const name = (event: Event) => String(event.Event).replace('SparkListener', '');
const only = (wanted: string) => events.filter((event) => name(event) === wanted);
const [taskEnd = {}] = only('TaskEnd');
const [jobStart = {}] = only('JobStart');

function stageEvent(kind: 'Submitted' | 'Completed', stageId: number, attemptId: number, more: object = {}): Event {
  const info = { 'Stage ID': stageId, 'Stage Attempt ID': attemptId, 'Stage Name': 's', 'Number of Tasks': 1, ...more };
  return { Event: `SparkListenerStage${kind}`, 'Stage Info': info };
}

function endOfTask(taskId: number, stageId: number, attemptId: number, more: object = {}): Event {
  const info = { ...(taskEnd['Task Info'] as object), 'Task ID': taskId };
  return { ...taskEnd, 'Stage ID': stageId, 'Stage Attempt ID': attemptId, 'Task Info': info, ...more };
}

async function countsWith(...more: Event[]) {
  const [read, ...others] = await readLines([[...events, ...more]]);
  expect(others).toEqual([]);
  if (read === undefined) throw new Error('no application was read');
  return { ...read.result.counts, quality: read.result.quality };
}

describe('stages', () => {
  it('that a job lists and never submits are skipped, and do not count', async () => {
    expect(await countsWith()).toMatchObject({ jobs: 1, stages: 1, stageAttempts: 1, tasks: 2 });
    // Their completion is written without a submission.
    const completed = stageEvent('Completed', 0, 0, { 'Completion Time': startMs + 1_500 });
    expect(await countsWith(completed)).toMatchObject({ stages: 1, stageAttempts: 1 });
  });

  it('count every attempt that ran, also one of which only its end, its tasks or a lost task is in the log', async () => {
    const times = { 'Submission Time': startMs + 21_000, 'Completion Time': startMs + 22_000 };
    expect(await countsWith(stageEvent('Completed', 1, 1, times))).toMatchObject({ stages: 1, stageAttempts: 2 });
    expect(await countsWith(endOfTask(7, 1, 1), endOfTask(8, 2, 0))).toMatchObject({
      stages: 2,
      stageAttempts: 3,
      tasks: 4,
    });
    const start = { ...endOfTask(9, 3, 2), Event: 'SparkListenerTaskStart' };
    expect(await countsWith(start)).toMatchObject({ stages: 2, stageAttempts: 2, tasks: 2, unfinishedTasks: 1 });
    const resubmitted = endOfTask(0, 1, 0, { 'Task End Reason': { Reason: 'Resubmitted' } });
    expect(await countsWith(resubmitted)).toMatchObject({ stageAttempts: 1, tasks: 2, resubmittedTasks: 1 });
  });

  it('submitted with nothing left to run have no time of submission, and take none', async () => {
    const nothing = { 'Number of Tasks': 0 };
    const completed = stageEvent('Completed', 1, 1, { ...nothing, 'Completion Time': startMs + 15_000 });
    const [{ result } = fail()] = await readLines([[...events, stageEvent('Submitted', 1, 1, nothing), completed]]);
    expect(result.counts).toMatchObject({ stages: 1, stageAttempts: 2, tasks: 2 });
    expect(result.stages[1]).toMatchObject({ attemptId: 1, jobId: 0, startMs: 15_000, endMs: 15_000 });
  });

  it('submitted again and completed again under one number count once', async () => {
    const again = [...only('StageSubmitted'), ...only('StageCompleted')];
    expect(await countsWith(...again)).toMatchObject({ stages: 1, stageAttempts: 1, tasks: 2 });
  });
});

describe('jobs', () => {
  it('without an end count, and those without a start do not', async () => {
    const started = { ...jobStart, 'Job ID': 5, 'Stage IDs': [] };
    const ended = { ...only('JobEnd')[0], 'Job ID': 6 };
    const counts = await countsWith(started, ended);
    expect(counts).toMatchObject({ jobs: 2 });
    expect(counts.quality.missing).toMatchObject({ jobStarts: 1, jobEnds: 1 });
  });

  it('name their stages by ids, by infos, or by both', async () => {
    const infos = [0, 1].map((id) => ({ 'Stage ID': id, 'Stage Name': `stage ${id}` }));
    for (const ways of [{ 'Stage Infos': infos }, { 'Stage Infos': infos, 'Stage IDs': undefined }]) {
      const lines = events.map((event) => (event === jobStart ? { ...event, ...ways } : event));
      const [{ result } = fail()] = await readLines([lines]);
      expect(result.jobs).toMatchObject([{ stageIds: [0, 1], name: 'stage 1' }]);
    }
  });
});

describe('tasks', () => {
  it('that end twice count once, by their first end', async () => {
    const lost = { 'Task End Reason': { Reason: 'ExecutorLostFailure', 'Executor ID': '1' } };
    const counts = await countsWith(endOfTask(0, 1, 0, lost), endOfTask(1, 1, 0));
    expect(counts).toMatchObject({ tasks: 2, failedTasks: 0 });
    expect(counts.quality.repeatedEvents).toBe(2);
  });

  it.each([
    ['no metrics', { 'Task Metrics': null, 'Task Executor Metrics': null }, {}],
    ['no reason', { 'Task End Reason': null }, { failedTasks: 1 }],
    ['no times', { 'Task Info': { 'Task ID': 2 } }, {}],
    ['a speculative copy', { 'Task End Reason': { Reason: 'TaskKilled' } }, { killedTasks: 1 }],
  ])('with %s are tasks', async (_, more, counted) => {
    const none = { failedTasks: 0, killedTasks: 0, unfinishedTasks: 0 };
    const counts = await countsWith(endOfTask(2, 1, 0, more));
    expect(counts).toMatchObject({ tasks: 3, stageAttempts: 1, ...none, ...counted });
    expect(counts.quality.malformedEvents).toEqual({});
  });
});

describe('two applications in one file', () => {
  it('have the same numbers of jobs, stages and tasks, and keep them apart', async () => {
    const other = events.map((event) => (name(event) === 'ApplicationStart' ? { ...event, 'App ID': 'app-2' } : event));
    const secondAttempt = events.map((event) =>
      name(event) === 'ApplicationStart' ? { ...event, 'App Attempt ID': '2', Timestamp: startMs + 5 } : event,
    );
    for (const second of [other, secondAttempt]) {
      const read = await readLines([[...events, ...second]]);
      expect(read.map(({ result }) => result.counts)).toEqual(Array(2).fill(read[0]?.result.counts));
      expect(read[0]?.result.counts).toMatchObject({ jobs: 1, stages: 1, stageAttempts: 1, tasks: 2 });
    }
  });
});

function fail(): never {
  throw new Error('no application was read');
}

describe('numbers that cannot be', () => {
  const info = taskEnd['Task Info'] as object;
  const metrics = { 'Executor Run Time': 500, 'Memory Bytes Spilled': -10, 'Disk Bytes Spilled': -1 };

  it('metrics below zero count as none', async () => {
    const { stages } =
      (await readLines([[...events, endOfTask(7, 1, 0, { 'Task Metrics': metrics })]]))[0]?.result ?? {};
    expect(stages).toHaveLength(1);
    expect(stages?.[0]).toMatchObject({ memorySpilledBytes: 0, diskSpilledBytes: 0 });
  });

  it('also where there are enough tasks to fill a block of the table', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      endOfTask(100 + index, 1, 0, {
        'Task Metrics': { ...metrics, 'Memory Bytes Spilled': index % 2 === 0 ? -10 : 2 ** 40 },
      }),
    );
    const [read] = await readLines([[...events, ...many]]);
    expect(read?.result.stages[0]).toMatchObject({ memorySpilledBytes: 5_000 * 2 ** 40, diskSpilledBytes: 0 });
  });

  it('times beyond all dates do not stretch the run', async () => {
    const usual = await readLines([events]);
    const strange = endOfTask(7, 1, 0, { 'Task Info': { ...info, 'Task ID': 7, 'Finish Time': 9.2e31 } });
    const stage = stageEvent('Submitted', 2, 0, { 'Submission Time': 1e300 });
    const withoutEnd = events.filter((event) => name(event) !== 'ApplicationEnd');
    const [read] = await readLines([[...withoutEnd, strange, stage]]);
    expect(read?.result.application.durationMs).toBeLessThanOrEqual(usual[0]?.result.application.durationMs ?? 0);
    expect(read?.result.counts).toMatchObject({ tasks: 3, stages: 2 });
  });
});
