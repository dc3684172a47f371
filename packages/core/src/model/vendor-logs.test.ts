import { describe, expect, it } from 'vitest';
import { eventsOf, sketchStartEpochMs } from '../../test-support/model-of.ts';
import { readLines } from '../../test-support/read-lines.ts';

// What real logs of vendors hold and the lab's do not, written by hand after the format reference.
type Event = Readonly<Record<string, unknown>>;

const run = {
  durationMs: 60_000,
  executors: [{ id: '1', cores: 2 }],
  jobs: [
    { id: 0, startMs: 1_000, endMs: 20_000, stageIds: [0] },
    { id: 1, startMs: 30_000, endMs: 40_000, stageIds: [1] },
  ],
  stages: [
    { id: 0, startMs: 1_000, endMs: 20_000 },
    { id: 1, startMs: 30_000, endMs: 40_000 },
  ],
  tasks: [
    { stage: 0, launchMs: 2_000, finishMs: 12_000 },
    { stage: 0, launchMs: 2_000, finishMs: 20_000 },
    { stage: 1, launchMs: 31_000, finishMs: 40_000 },
  ],
};
const counts = { jobs: 2, stages: 2, stageAttempts: 2, tasks: 3, failedTasks: 0, executorsAdded: 1 };
const events: readonly Event[] = eventsOf(run);
const isNamed = (event: Event, ...names: string[]) => names.some((name) => event.Event === `SparkListener${name}`);
const [first = fail()] = await readLines([events]);

function fail(): never {
  throw new Error('no application was read');
}

/** A context as Databricks delivers it: metadata first in each part, no start and no end of the log. */
function delivered(context: string, applicationId: string): [Event[], Event[]] {
  const metadata = (rollover: number) =>
    // Written as text: the id is beyond what a number holds.
    JSON.parse(
      `{"Event":"DBCEventLoggingListenerMetadata","Spark Version":"3.4.1","Timestamp":${sketchStartEpochMs},` +
        `"Rollover Number":${rollover},"SparkContext Id":${context}}`,
    ) as Event;
  const own = events
    .filter((event) => !isNamed(event, 'LogStart', 'ApplicationEnd'))
    .map((event) => (isNamed(event, 'ApplicationStart') ? { ...event, 'App ID': applicationId } : event));
  const secondJob = own.findIndex((event) => isNamed(event, 'JobStart') && event['Job ID'] === 1);
  return [
    [metadata(0), ...own.slice(0, secondJob)],
    [metadata(1), ...own.slice(secondJob)],
  ];
}

describe('Databricks', () => {
  const [oldest, newest] = delivered('6012345678901234567', 'app-1');

  it('gives all of a context from its parts, without a start and an end of the log', async () => {
    const [{ result } = fail(), ...others] = await readLines([oldest, newest]);
    expect(others).toEqual([]);
    expect(result.counts).toMatchObject(counts);
    expect(result.application).toMatchObject({ sparkVersion: '3.4.1', endInferred: true, startInferred: false });
    expect(result.quality.trust.level).toBe('open-ended');
  });

  it('keeps contexts apart that were joined, also where their parts alternate', async () => {
    const [otherOldest, otherNewest] = delivered('6098765432109876543', 'app-2');
    for (const parts of [
      [oldest, newest, otherOldest, otherNewest],
      [oldest, otherOldest, newest, otherNewest],
      [[...oldest, ...newest, ...otherOldest, ...otherNewest]],
    ]) {
      const read = await readLines(parts);
      expect(read.map(({ result }) => result.application.id)).toEqual(['app-1', 'app-2']);
      for (const { result } of read) expect(result.counts).toMatchObject(counts);
    }
  });

  it('counts once what was delivered more than once', async () => {
    const [{ result } = fail(), ...others] = await readLines([oldest, newest, newest, oldest]);
    expect(others).toEqual([]);
    expect(result.counts).toMatchObject(counts);
    expect(result.quality.repeatedEvents).toBeGreaterThan(0);
  });

  it('reads a later part alone, and says that the start is missing', async () => {
    const [{ result } = fail()] = await readLines([newest]);
    expect(result.application).toMatchObject({ startInferred: true, endInferred: true });
    expect(result.quality.trust.level).toBe('incomplete');
    expect(result.counts).toMatchObject({ jobs: 1 });
  });
});

describe('events of vendors', () => {
  it.each([
    'org.apache.spark.sql.execution.ui.SparkListenerQueryExecutionMetrics',
    'org.apache.spark.sql.execution.ui.SparkListenerEffectiveSQLConf',
    'org.apache.spark.scheduler.SparkListenerMiscellaneousProcessAdded',
    'org.apache.spark.scheduler.SparkListenerSpeculativeTaskSubmitted',
    'SparkListenerSpeculativeTaskSubmitted',
    'org.apache.spark.scheduler.SparkListenerAMStart',
    'com.nvidia.spark.rapids.SparkRapidsBuildInfoEvent',
    'DataMechanicsLogComplete',
    'org.apache.spark.sql.connect.service.SparkListenerConnectOperationStarted',
    'org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServerOperationStart',
  ])('%s is known, and counted by name', async (name) => {
    const [{ result } = fail()] = await readLines([[...events, { Event: name, time: 1 }]]);
    expect(result.quality).toMatchObject({ unusedEvents: { [name]: 1 }, unknownEvents: {} });
    expect(result.quality.trust.level).toBe('complete');
  });

  it('of unknown names are counted and shown, and cost no memory without bound', async () => {
    const unknown = Array.from({ length: 5_000 }, (_, index) => ({ Event: `com.example.Event${index % 1_000}` }));
    const [{ result } = fail()] = await readLines([[...events, ...unknown]]);
    const { unknownEvents, examples } = result.quality;
    expect(unknownEvents['com.example.Event0']).toBe(5);
    expect(Object.values(unknownEvents).reduce((sum, count) => sum + count, 0)).toBe(5_000);
    expect(Object.keys(unknownEvents).length).toBeLessThan(300);
    expect(examples.filter(({ name }) => name === 'com.example.Event0')).toMatchObject([
      { kind: 'unknown-event', line: events.length + 1 },
      { kind: 'unknown-event', line: events.length + 1_001 },
      { kind: 'unknown-event', line: events.length + 2_001 },
    ]);
  });

  it('may carry the package in names that Spark writes without', async () => {
    const renamed = events.map((event) =>
      isNamed(event, 'ExecutorAdded', 'StageCompleted')
        ? { ...event, Event: `org.apache.spark.scheduler.${String(event.Event)}` }
        : event,
    );
    const [{ result } = fail()] = await readLines([renamed]);
    expect(result.counts).toEqual(first.result.counts);
  });
});

describe('odd lines', () => {
  const texts = events.map((event) => JSON.stringify(event));
  const taskEnd = events.findIndex((event) => isNamed(event, 'TaskEnd'));

  it.each<[string, readonly string[]]>([
    ['line ends of Windows', texts.map((text) => `${text}\r`)],
    ['a byte order mark', [`\uFEFF${texts[0] ?? ''}`, ...texts.slice(1)]],
    ['blank lines', texts.flatMap((text) => ['', text, '   ', '\r'])],
    ['bare NaN and Infinity', texts.map((text) => text.replace('{"Event"', '{"x":[NaN,-Infinity],"y": NaN,"Event"'))],
    ['every line twice', texts.flatMap((text) => [text, text])],
    [
      'blocks that are null',
      texts.map((text) => text.replace(/\}$/, ',"Task Executor Metrics":null,"Properties":null}')),
    ],
    [
      'ends of tasks in front of everything',
      [...texts].sort((a, b) => Number(b.includes('TaskEnd')) - Number(a.includes('TaskEnd'))),
    ],
    [
      'ends of tasks behind the end of all',
      [...texts].sort((a, b) => Number(a.includes('TaskEnd')) - Number(b.includes('TaskEnd'))),
    ],
  ])('%s change no count', async (_, lines) => {
    const [{ result } = fail(), ...others] = await readLines([lines]);
    expect(others).toEqual([]);
    expect(result.counts).toEqual(first.result.counts);
    expect(result.quality).toMatchObject({ linesUnreadable: 0, malformedEvents: {}, missing: { events: 0 } });
    expect(result.quality.trust.level).toBe('complete');
  });

  it('a redacted execution id is none', async () => {
    const redacted = events.map((event) =>
      isNamed(event, 'JobStart', 'StageSubmitted')
        ? { ...event, Properties: { 'spark.sql.execution.id': '*********(redacted)' } }
        : event,
    );
    const [{ result } = fail()] = await readLines([redacted]);
    expect([...result.jobs, ...result.stages].map((item) => item.sqlExecutionId)).toEqual(Array(4).fill(undefined));
  });

  it('a NaN inside a text stays there', async () => {
    const text = (texts[1] ?? '').replace('"App Name":"', '"z":NaN,"App Name":"a: NaN, ');
    const [{ result } = fail()] = await readLines([[texts[0] ?? '', text, ...texts.slice(2)]]);
    expect(result.application.name).toMatch(/^a: NaN, /);
  });

  it('reasons of every kind are counted as Spark does', async () => {
    const reasons = [
      ['Success', 'succeeded'],
      ['Resubmitted', 'resubmitted'],
      ['TaskKilled', 'killed'],
      ['FetchFailed', 'failed'],
      ['ExceptionFailure', 'failed'],
      ['TaskResultLost', 'failed'],
      ['UnknownReason', 'failed'],
      ['TaskCommitDenied', 'failed'],
      ['ExecutorLostFailure', 'failed'],
      ['SomethingNew', 'failed'],
    ] as const;
    const ends = reasons.map(([Reason], index) => ({
      ...events[taskEnd],
      'Task End Reason': { Reason },
      'Task Info': { ...(events[taskEnd]?.['Task Info'] as object), 'Task ID': 100 + index },
    }));
    const [{ result } = fail()] = await readLines([[...events, ...ends]]);
    const more = (kind: string) => reasons.filter(([, counted]) => counted === kind).length;
    expect(result.counts).toMatchObject({
      tasks: 3 + reasons.length - 1,
      failedTasks: more('failed'),
      killedTasks: more('killed'),
      resubmittedTasks: 1,
    });
  });

  it('tasks of a stage that was never submitted count, with their stage', async () => {
    const lines = events.filter((event) => !isNamed(event, 'StageSubmitted', 'StageCompleted'));
    const [{ result } = fail()] = await readLines([lines]);
    expect(result.counts).toMatchObject({ stages: 2, stageAttempts: 2, tasks: 3 });
    expect(result.quality.missing).toMatchObject({ stageSubmissions: 2, events: 2 });
  });
});
