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

  it('counts the work that went with the executor', () => {
    const [finding] = detect({
      durationMs: 100_000,
      executors: [
        { id: '1', removedMs: 50_000, reason: gone },
        { id: '2', cores: 1 },
      ],
      stages: [{ id: 0, startMs: 0, endMs: 90_000 }],
      tasks: [
        // Its finished output was lost: task 0 is resubmitted.
        { stage: 0, launchMs: 0, finishMs: 20_000 },
        { stage: 0, launchMs: 20_000, finishMs: 50_000, reason: lost(gone) },
        { stage: 0, launchMs: 0, finishMs: 40_000, executor: '2' },
      ],
    });
    expect(finding?.title).toContain('1 task had to run again');
    expect(finding?.evidence).toContainEqual({ name: 'tasks running when it went', value: 1, unit: 'tasks' });
    // 30 s of core time on 1.5 slots on average: executor 1 offered 50 s, executor 2 100 s.
    expect(finding?.cost).toEqual({ wallClockMs: 20_000, coreMs: 30_000, basis: 'bound' });
    expect(finding?.severity).toBe('critical');
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

  it('says nothing when no executor went', () => {
    expect(detect({ durationMs: 60_000, executors: [{ id: '1' }] })).toEqual([]);
  });
});
