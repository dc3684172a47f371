import { describe, expect, it } from 'vitest';
import type { RunIndex } from '@cinderlog/core';
import { carrySelection } from './carry-selection.ts';

/** As much of a run as selections look at. */
function run(parts: {
  findings?: string[];
  stages?: [stageId: number, attemptId: number][];
  batches?: [query: string, batchId: number][];
}): RunIndex {
  return {
    result: {
      findings: (parts.findings ?? []).map((id) => ({ id })),
      stages: (parts.stages ?? []).map(([stageId, attemptId]) => ({ stageId, attemptId })),
    },
    batches: (parts.batches ?? []).map(([query, batchId]) => ({ query, batchId, startMs: batchId * 1000 })),
  } as unknown as RunIndex;
}

describe('a selection in a run that has grown', () => {
  it('is the same finding, however many cost more by now', () => {
    const from = run({ findings: ['spill:1', 'task-skew:2'] });
    const to = run({ findings: ['task-skew:2', 'gap:3', 'spill:1'] });
    expect(carrySelection({ kind: 'finding', index: 0 }, from, to)).toEqual({ kind: 'finding', index: 2 });
    expect(carrySelection({ kind: 'finding', index: 0 }, from, run({}))).toBeUndefined();
  });

  it('is the same attempt of a stage, and the same batch of a query', () => {
    const stages = carrySelection(
      { kind: 'stage', index: 1 },
      run({
        stages: [
          [0, 0],
          [0, 1],
        ],
      }),
      run({
        stages: [
          [3, 0],
          [0, 0],
          [0, 1],
        ],
      }),
    );
    expect(stages).toEqual({ kind: 'stage', index: 2 });
    const batches = carrySelection(
      { kind: 'batch', index: 0 },
      run({ batches: [['b', 7]] }),
      run({
        batches: [
          ['a', 7],
          ['b', 6],
          ['b', 7],
        ],
      }),
    );
    expect(batches).toEqual({ kind: 'batch', index: 2 });
  });

  it('stays where it is when it is a stretch of time, an executor or a task', () => {
    for (const selection of [
      { kind: 'area', startMs: 1, endMs: 2 },
      { kind: 'executor', id: '1' },
    ] as const) {
      expect(carrySelection(selection, run({}), run({}))).toBe(selection);
    }
  });
});
