import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { executorRemoved } from './executor-removed.ts';

const detect = (run: RunSketch) => executorRemoved.detect(new Facts(modelOf(run)));
const lost = (text: string) => ({ Reason: 'ExecutorLostFailure', 'Loss Reason': text });
const gone = 'worker lost: 10.0.0.3:7077 got disassociated';

describe('executor-removed', () => {
  it('makes one incident of the executors of one host, and another of the next host', () => {
    const findings = detect({
      durationMs: 600_000,
      executors: [
        { id: '1', host: 'a', removedMs: 100_000, reason: gone },
        { id: '2', host: 'a', removedMs: 100_400, reason: gone },
        { id: '3', host: 'b', removedMs: 100_500, reason: gone },
        { id: '4', host: 'a', removedMs: 300_000, reason: gone },
      ],
    });
    expect(findings.map((finding) => finding.id)).toEqual([
      'executor-removed:node-lost:1,2',
      'executor-removed:node-lost:3',
      'executor-removed:node-lost:4',
    ]);
    expect(findings[0]?.ranges).toEqual([{ startMs: 100_000, endMs: 100_400 }]);
  });

  it('joins executors of one host even when the driver learnt the reason of only one', () => {
    const findings = detect({
      durationMs: 600_000,
      executors: [
        { id: '1', host: 'a', removedMs: 100_000, reason: 'Executor Process Lost' },
        { id: '2', host: 'a', removedMs: 100_400, reason: gone },
      ],
    });
    expect(findings.map((finding) => [finding.id, finding.cause.class, finding.cause.confidence])).toEqual([
      ['executor-removed:node-lost:1,2', 'node-lost', 'certain'],
    ]);
  });

  it('prices the work that went with the executor by a replay without the loss', () => {
    // Two slots. Partitions 0 and 1 take 20 s each and are done at 20 s, 2 and 3 take 30 s each; executor 1 goes at 40 s.
    const [finding] = detect({
      durationMs: 200_000,
      executors: [{ id: '1', removedMs: 40_000, reason: gone }, { id: '2' }],
      stages: [{ id: 0, startMs: 0, endMs: 100_000, taskCount: 4 }],
      tasks: [
        { stage: 0, partition: 0, launchMs: 0, finishMs: 20_000 },
        { stage: 0, partition: 1, launchMs: 0, finishMs: 20_000, executor: '2' },
        { stage: 0, partition: 2, launchMs: 20_000, finishMs: 40_000, reason: lost(gone) },
        { stage: 0, partition: 3, launchMs: 20_000, finishMs: 50_000, executor: '2' },
        { stage: 0, partition: 2, attempt: 1, launchMs: 50_000, finishMs: 80_000, executor: '2' },
        // The finished output of partition 0 went too, and was made again.
        { stage: 0, partition: 0, attempt: 1, launchMs: 80_000, finishMs: 100_000, executor: '2' },
      ],
    });
    expect(finding?.title).toContain('1 task had to run again');
    expect(finding?.evidence).toContainEqual({ name: 'tasks running when it went', value: 1, unit: 'tasks' });
    expect(finding?.evidence).toContainEqual({ name: 'as many slots again', value: 'never' });
    // Without the loss: 20 s and 30 s behind each other on both slots, 50 s; it took 100 s.
    expect(finding?.cost).toEqual({ wallClockMs: 50_000, coreMs: 20_000, basis: 'replay' });
    expect(finding?.severity).toBe('critical');
  });

  it('prices a second attempt of a stage as a whole, and later stages by the slots that they lacked', () => {
    const [finding] = detect({
      durationMs: 100_000,
      executors: [{ id: '1', removedMs: 25_000, reason: gone }, { id: '2' }],
      stages: [
        { id: 0, startMs: 0, endMs: 10_000, taskCount: 2 },
        { id: 1, startMs: 10_000, endMs: 30_000, taskCount: 1, failure: 'FetchFailed' },
        { id: 0, attempt: 1, startMs: 30_000, endMs: 40_000, taskCount: 1 },
        { id: 1, attempt: 1, startMs: 40_000, endMs: 60_000, taskCount: 1 },
        { id: 2, startMs: 60_000, endMs: 100_000, taskCount: 4 },
      ],
      tasks: [
        { stage: 0, partition: 0, launchMs: 0, finishMs: 10_000 },
        { stage: 0, partition: 1, launchMs: 0, finishMs: 10_000, executor: '2' },
        {
          stage: 1,
          partition: 0,
          launchMs: 10_000,
          finishMs: 30_000,
          executor: '2',
          reason: { Reason: 'FetchFailed', Message: 'gone' },
        },
        { stage: 0, stageAttempt: 1, partition: 0, launchMs: 30_000, finishMs: 40_000, executor: '2' },
        { stage: 1, stageAttempt: 1, partition: 0, launchMs: 40_000, finishMs: 60_000, executor: '2' },
        ...[0, 1, 2, 3].map((partition) => ({
          stage: 2,
          partition,
          launchMs: 60_000 + 10_000 * partition,
          finishMs: 70_000 + 10_000 * partition,
          executor: '2',
        })),
      ],
    });
    // Lost: the failed attempt (20 s) and the second attempt of stage 0 (10 s). The second attempt of stage 1 did the work for
    // the first time. Stage 2 took 40 s on one slot, and would have taken 20 s on two.
    expect(finding?.cost.wallClockMs).toBe(50_000);
    expect(finding?.evidence).toContainEqual({
      name: 'added to later stages by fewer slots',
      value: 20_000,
      unit: 'ms',
    });
    expect(finding?.evidence).toContainEqual({
      name: 'tasks that could not fetch shuffle data after it',
      value: 1,
      unit: 'tasks',
    });
  });

  it('takes scaling down as information, all of it as one story, and shutdown as nothing', () => {
    const findings = detect({
      durationMs: 600_000,
      properties: { 'spark.dynamicAllocation.enabled': 'true' },
      executors: [
        { id: '1', host: 'a', removedMs: 100_000, reason: 'Executor killed by driver.' },
        { id: '2', host: 'b', removedMs: 300_000, reason: 'Executor killed by driver.' },
        { id: '3', host: 'c', removedMs: 600_000, reason: 'Executor killed by driver.' },
      ],
    });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'info', cause: { class: 'autoscaling', confidence: 'certain' } });
    expect(findings[0]?.subjects).toEqual([
      { type: 'executor', id: '1' },
      { type: 'executor', id: '2' },
    ]);
  });

  it('warns when scaling churns: short lives, and others soon after', () => {
    const burst = (executorsPerBurst: number) =>
      detect({
        durationMs: 600_000,
        properties: { 'spark.dynamicAllocation.enabled': 'true' },
        executors: Array.from({ length: executorsPerBurst }, (_, id) => ({
          id: String(id),
          host: `h${id}`,
          addedMs: id * 60_000,
          removedMs: id * 60_000 + 50_000,
          reason: 'Executor killed by driver.',
        })),
      })[0];
    // Each is followed by the next ten seconds later, except for the last.
    expect(burst(6)?.severity).toBe('warning');
    expect(burst(5)?.severity).toBe('info');
  });

  it('says nothing when no executor went', () => {
    expect(detect({ durationMs: 60_000, executors: [{ id: '1' }] })).toEqual([]);
  });
});
