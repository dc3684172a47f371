import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inArena } from '../kernels/arena.ts';
import { blockRows } from '../util/column.ts';
import { modelOf } from '../../test-support/model-of.ts';
import { BlockColumns } from './block-columns.ts';
import { gatherValues } from './gather-values.ts';

const taskCount = 3 * blockRows + 700;
const model = modelOf({
  durationMs: 10_000_000,
  executors: [{ id: '1', cores: 4 }],
  stages: [{ id: 0, startMs: 0, endMs: 10_000_000 }],
  tasks: Array.from({ length: taskCount }, (_, task) => ({
    stage: 0,
    launchMs: task,
    // Narrow, wide and constant offsets by turns.
    finishMs: task + (task < blockRows ? 5 : (task * 7919) % 3_000_000),
    metrics: { 'Executor CPU Time': task % 2 === 0 ? 2 ** 40 + task : 0.5 },
  })),
});
const { tasks } = model;
const names = ['taskId', 'finishMs', 'executorCpuNs', 'speculative'] as const;

it('brings every value of every block', () => {
  const seen = names.map((): number[] => []);
  inArena((arena) => {
    const columns = new BlockColumns(arena, tasks, names);
    columns.forEach((count, firstRow) => {
      expect(firstRow).toBe(seen[0]?.length);
      names.forEach((_, place) => {
        seen[place]?.push(...arena.float64(columns.address + place * blockRows * 8, count));
      });
    });
  });
  names.forEach((name, place) => {
    expect(seen[place]).toEqual(Array.from({ length: taskCount }, (_, row) => tasks.columns[name].at(row)));
  });
});

it('gathers rows that lie close together or far apart as looking them up does', () => {
  const row = fc.nat(taskCount - 1);
  const close = fc.array(fc.integer({ min: blockRows - 500, max: blockRows + 1_500 }), {
    minLength: 1_000,
    maxLength: 2_000,
  });
  fc.assert(
    fc.property(fc.oneof(fc.array(row, { maxLength: 50 }), close), fc.constantFrom(...names), (list, name) => {
      const rows = Uint32Array.from(list);
      expect([...gatherValues(tasks, name, rows)]).toEqual(list.map((each) => tasks.columns[name].at(each)));
    }),
    { numRuns: 60 },
  );
});
