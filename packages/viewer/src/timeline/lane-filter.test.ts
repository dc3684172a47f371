import { describe, expect, it } from 'vitest';
import type { Result } from '@cinderlog/core';
import { isFaded } from './highlight.ts';
import { readLaneFilter } from './lane-filter.ts';

/** Two jobs of one stage each, the first with a second attempt; two executors on two hosts. */
const result = {
  stages: [
    { stageId: 5, attemptId: 0, jobId: 0, sqlExecutionId: 9 },
    { stageId: 5, attemptId: 1, jobId: 0, sqlExecutionId: 9 },
    { stageId: 6, attemptId: 0, jobId: 1 },
  ],
  jobs: [{ id: 0 }, { id: 1 }],
  sqlExecutions: [{ id: 8 }, { id: 9 }],
  executors: [
    { id: '1', host: 'worker-a.lan' },
    { id: '2', host: 'worker-b.lan' },
  ],
} as unknown as Result;

/** Which spans of a lane stay, of those in its list. */
function kept(text: string, lane: 'stages' | 'jobs' | 'sql', count: number): number[] {
  const filter = readLaneFilter(text, result);
  return Array.from({ length: count }, (_, place) => place).filter(
    (place) => !isFaded(filter, lane, 0, place, 0, undefined),
  );
}
const tasksFade = (text: string, layer: number, stage: number, executorId: string) =>
  isFaded(readLaneFilter(text, result), `executor:0`, layer, 0, stage, executorId);

describe('a filter of the lanes', () => {
  it('keeps all attempts of a stage, with its job and its query', () => {
    expect(kept('stage:5', 'stages', 3)).toEqual([0, 1]);
    expect(kept('stage:5', 'jobs', 2)).toEqual([0]);
    expect(kept('stage:5', 'sql', 2)).toEqual([1]);
  });

  it('narrows by several kinds, and widens by several of one kind', () => {
    expect(kept('stage:5 stage:6', 'stages', 3)).toEqual([0, 1, 2]);
    expect(kept('stage:5 job:1', 'stages', 3)).toEqual([]);
    expect(tasksFade('stage:6 host:worker-b', 0, 2, '2')).toBe(false);
    expect(tasksFade('stage:6 host:worker-b', 0, 2, '1')).toBe(true);
    expect(tasksFade('stage:6 host:worker-b', 0, 0, '2')).toBe(true);
  });

  it('fades everything when nothing fits', () => {
    expect(kept('stage:77', 'stages', 3)).toEqual([]);
    expect(tasksFade('host:nowhere', 0, 0, '1')).toBe(true);
  });

  it('leaves failures when asked for these', () => {
    expect(tasksFade('failed', 0, 0, '1')).toBe(true);
    expect(tasksFade('failed', 1, 0, '1')).toBe(false);
  });

  it('does nothing before a word is one', () => {
    expect(readLaneFilter('stage: hos', result)).toBeUndefined();
  });
});
