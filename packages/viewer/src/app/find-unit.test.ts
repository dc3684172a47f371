import { describe, expect, it } from 'vitest';
import type { RunIndex } from '@cinderlog/core';
import { findUnit } from './find-unit.ts';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });
const index = {
  result: {
    jobs: [
      { id: 0, description: 'load 2024-05-01', sqlExecutionId: 4, ...span(0, 900) },
      { id: 1, description: 'load 2024-05-02', jobGroup: 'night 7', ...span(1_000, 3_000) },
      { id: 2, name: 'count at a.py:3', jobGroup: 'night 7', ...span(3_000, 3_100) },
    ],
    sqlExecutions: [
      { id: 3, description: 'collect at a.py:1', ...span(0, 10) },
      { id: 4, description: 'collect at a.py:2', ...span(0, 950) },
    ],
    stages: [
      { stageId: 0, name: 'map at /x/a.py:1', jobId: 2, ...span(0, 500) },
      { stageId: 1, name: 'map at /x/a.py:1', jobId: 0, ...span(0, 100) },
    ],
  },
  batches: [
    { query: 'orders', ...span(0, 10) },
    { query: 'orders', ...span(10, 40) },
  ],
} as unknown as RunIndex;

describe('what a comparison speaks of is found in a run', () => {
  it('by its name without numbers; of several by its length', () => {
    expect(findUnit({ kind: 'job', name: 'load #' }, 1_900, index)).toEqual({ kind: 'job', index: 1 });
    expect(findUnit({ kind: 'job', name: 'load #' }, 800, index)).toEqual({ kind: 'job', index: 0 });
    expect(findUnit({ kind: 'stream', name: 'orders' }, 29, index)).toEqual({ kind: 'batch', index: 1 });
  });

  it('a query by the description of its jobs, a stage by the job it works for', () => {
    expect(findUnit({ kind: 'sql-execution', name: 'load #' }, 0, index)).toEqual({ kind: 'sql', index: 1 });
    expect(findUnit({ kind: 'stage', name: 'map at a.py', within: 'load #' }, 500, index)).toEqual({
      kind: 'stage',
      index: 1,
    });
  });

  it('a group of jobs as the time from its first to its last', () => {
    expect(findUnit({ kind: 'job-group', name: 'night #' }, 0, index)).toEqual({
      kind: 'area',
      startMs: 1_000,
      endMs: 3_100,
    });
  });

  it('or not at all', () => {
    expect(findUnit({ kind: 'job', name: 'gone' }, 900, index)).toBeUndefined();
    expect(findUnit({ kind: 'job-group', name: 'load #' }, 900, index)).toBeUndefined();
  });
});
