import { describe, expect, it } from 'vitest';
import { modelOf, sketchStartEpochMs, type RunSketch } from '../../test-support/model-of.ts';
import { modelWithPlan } from '../../test-support/plan-events.ts';
import type { ClusterEvent } from '../cluster/cluster-event.ts';
import type { ClusterStory } from '../cluster/cluster-story.ts';
import { Facts } from '../derive/facts.ts';
import { executionGap } from './execution-gap.ts';

const detect = (run: RunSketch, gapLimitMs?: number) =>
  executionGap.detect(new Facts(modelOf(run), { gapLimitMs })).map((finding) => ({
    cause: finding.cause.class,
    ...finding.ranges[0],
    severity: finding.severity,
  }));

/** Two jobs with nothing between `10 s` and `endMs`. */
const twoJobs = (secondStartMs: number, durationMs: number): RunSketch => ({
  durationMs,
  executors: [{ id: '1' }],
  jobs: [
    { id: 0, startMs: 0, endMs: 10_000, stageIds: [0] },
    { id: 1, startMs: secondStartMs, endMs: durationMs, stageIds: [1] },
  ],
  stages: [
    { id: 0, startMs: 0, endMs: 10_000 },
    { id: 1, startMs: secondStartMs, endMs: durationMs },
  ],
  tasks: [
    { stage: 0, launchMs: 0, finishMs: 10_000 },
    { stage: 1, launchMs: secondStartMs, finishMs: durationMs },
  ],
});

describe('execution-gap', () => {
  it("finds the program's own code between two jobs", () => {
    expect(detect(twoJobs(80_000, 200_000))).toEqual([
      { cause: 'non-spark-code', startMs: 10_000, endMs: 80_000, severity: 'critical' },
    ]);
  });

  it('sits on its limit: 2 % of a run, between 5 s and a minute', () => {
    // 2 % of 1,000 s are 20 s.
    expect(detect(twoJobs(30_000, 1_000_000))).toHaveLength(1);
    expect(detect(twoJobs(29_999, 1_000_000))).toHaveLength(0);
    // Never below 5 s …
    expect(detect(twoJobs(15_000, 60_000))).toHaveLength(1);
    expect(detect(twoJobs(14_999, 60_000))).toHaveLength(0);
    // … and never above a minute.
    expect(detect(twoJobs(70_000, 100_000_000))).toHaveLength(1);
    expect(detect(twoJobs(29_999, 1_000_000), 10_000)).toHaveLength(1);
  });

  it('separates causes that are each long enough, and joins stretches of one cause', () => {
    const run = twoJobs(60_000, 100_000);
    const findings = detect({ ...run, sql: [{ id: 0, startMs: 30_000, endMs: 50_000 }] });
    expect(findings.map(({ cause, startMs, endMs }) => [cause, startMs, endMs])).toEqual([
      ['non-spark-code', 10_000, 30_000],
      ['planning', 30_000, 50_000],
      ['non-spark-code', 50_000, 60_000],
    ]);
  });

  it('takes a usual start-up and an idle shell as information', () => {
    const late: RunSketch = { durationMs: 100_000, executors: [{ id: '1', addedMs: 40_000 }] };
    expect(detect(late)[0]).toMatchObject({ cause: 'start-up', severity: 'info', endMs: 50_000 });
    expect(detect({ ...late, name: 'Spark shell' })[1]).toMatchObject({ cause: 'idle', severity: 'info' });
  });

  it('says what speaks against the other causes', () => {
    const [finding] = executionGap.detect(new Facts(modelOf(twoJobs(80_000, 200_000))));
    expect(finding?.cause.ruledOut).toEqual([
      { class: 'planning', because: 'no query was open' },
      { class: 'commit', because: 'no query was open behind its last job' },
      { class: 'waiting-for-executors', because: '1 executor was alive all the time' },
      { class: 'cluster-malfunction', because: 'no executor was lost in it or right before' },
      { class: 'driver-overloaded', because: 'never more than 0 queries at once waited for the driver' },
    ]);
    expect(finding?.evidence).toContainEqual({ name: 'before it', value: 'job 0: unnamed' });
  });

  it('tells a cluster that lost its executors from one that has not given any yet', () => {
    const waiting = (reason: string, count: number): RunSketch => ({
      durationMs: 100_000,
      executors: [
        ...Array.from({ length: count }, (_, id) => ({ id: String(id + 1), removedMs: 20_000, reason })),
        { id: '9', addedMs: 60_000 },
      ],
      properties: { 'spark.dynamicAllocation.enabled': 'true' },
      jobs: [{ id: 0, startMs: 0, endMs: 100_000 }],
      stages: [{ id: 0, startMs: 0, endMs: 100_000, taskCount: 2 }],
      tasks: [
        { stage: 0, launchMs: 0, finishMs: 20_000 },
        { stage: 0, launchMs: 60_000, finishMs: 100_000, executor: '9' },
      ],
    });
    const find = (run: RunSketch, cluster?: ClusterStory) =>
      executionGap.detect(new Facts(modelOf(run), { cluster }))[0];
    const causeOf = (run: RunSketch) => find(run)?.cause;
    expect(find(waiting('worker lost: gone', 2))?.advice[0]?.text).toContain('--cluster-log');
    const silent: ClusterStory = { events: [], jobRuns: [], files: [] };
    expect(find(waiting('worker lost: gone', 2), silent)?.advice[0]?.text).toContain('say nothing of an outage');
    expect(causeOf(waiting('worker lost: gone', 2))).toMatchObject({
      class: 'cluster-malfunction',
      confidence: 'probable',
    });
    expect(causeOf(waiting('worker lost: gone', 1))?.class).toBe('waiting-for-executors');
    expect(causeOf(waiting('Executor killed by driver.', 2))?.class).toBe('waiting-for-executors');
  });

  it('tells what the plan does that the driver worked on', () => {
    const model = modelWithPlan(
      { durationMs: 100_000, executors: [{ id: '1' }], sql: [{ id: 0, startMs: 10_000, endMs: 90_000 }] },
      { name: 'Union', children: [{ name: 'Union', children: [{ name: 'LocalTableScan' }] }] },
    );
    const [finding] = executionGap.detect(new Facts(model)).filter(({ cause }) => cause.class === 'planning');
    expect(finding?.evidence).toContainEqual({ name: 'nodes of its plan', value: 3, unit: 'nodes' });
    expect(finding?.evidence).toContainEqual({ name: 'most of them', value: '2 Union, 1 LocalTableScan' });
    expect(finding?.evidence).toContainEqual({ name: 'query', value: 'query 0' });
  });
});

describe("a gap with the cluster's side of it", () => {
  /** The gap from 10 s to 80 s, with events of the cluster in it. */
  const gapWith = (...events: readonly (Partial<ClusterEvent> & { atMs: number; untilMs?: number })[]) => {
    const asEvent = ({ atMs, untilMs, ...more }: (typeof events)[number]): ClusterEvent => ({
      source: 'databricks-events',
      type: 'DRIVER_NOT_RESPONDING',
      topic: 'driver',
      level: 'error',
      epochMs: sketchStartEpochMs + atMs,
      ...(untilMs !== undefined && { endEpochMs: sketchStartEpochMs + untilMs }),
      text: 'the driver did not respond',
      subject: {},
      outage: 'driver',
      place: { file: 'f', line: 1, byteOffset: 0 },
      ...more,
    });
    const cluster = { events: events.map(asEvent), jobRuns: [], files: [] };
    return executionGap.detect(new Facts(modelOf(twoJobs(80_000, 200_000)), { cluster }))[0];
  };

  it('is certain where an outage was seen from end to end, a minute before it was noticed included', () => {
    const malfunction = (confidence: string) => ({ class: 'cluster-malfunction', confidence });
    expect(gapWith({ atMs: 40_000, untilMs: 75_000 })?.cause).toMatchObject(malfunction('certain'));
    expect(gapWith({ atMs: 15_000 }, { atMs: 70_000 })?.cause).toMatchObject(malfunction('certain'));
    // Nobody saw it end, and 5 s of the gap lie more than a minute behind it.
    expect(gapWith({ atMs: 15_000 })?.cause).toMatchObject(malfunction('probable'));
    // Whether the program needed the service does not stand anywhere.
    expect(gapWith({ atMs: 40_000, untilMs: 75_000, outage: 'service' })?.cause).toMatchObject(malfunction('probable'));
  });

  it('tells what to do by the event, and where to look when no file was given', () => {
    const adviceOf = (finding: ReturnType<typeof gapWith>) => finding?.advice[0]?.text;
    expect(adviceOf(gapWith({ atMs: 40_000, untilMs: 75_000 }))).toContain('the driver had to do');
    expect(adviceOf(gapWith({ atMs: 10_000, untilMs: 80_000, topic: 'gc' }))).toContain('garbage collection');
    expect(adviceOf(gapWith({ atMs: 40_000, outage: 'service' }))).toContain('service');
  });
});
