import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { StageTasks } from './stage-tasks.ts';

const sketch = fc.record({
  stage: fc.nat(2),
  launchMs: fc.nat(1_000),
  lengthMs: fc.oneof(fc.nat(5), fc.nat(100_000)),
  succeeded: fc.boolean(),
});
type Sketch = typeof sketch extends fc.Arbitrary<infer Value> ? Value : never;

function check(tasks: readonly Sketch[]): void {
  const model = modelOf({
    durationMs: 1_000,
    executors: [{ id: '1', cores: 4 }],
    stages: [0, 1, 2].map((id) => ({ id, startMs: 0, endMs: 1_000 })),
    tasks: tasks.map(({ stage, launchMs, lengthMs, succeeded }) => ({
      stage,
      launchMs,
      finishMs: launchMs + lengthMs,
      reason: { Reason: succeeded ? 'Success' : 'TaskKilled' },
    })),
  });
  const stageTasks = new StageTasks(model);
  for (const stage of [0, 1, 2]) {
    const expected = tasks.flatMap((task, row) => (task.stage === stage && task.succeeded ? [{ ...task, row }] : []));
    expected.sort((a, b) => a.lengthMs - b.lengthMs || a.row - b.row);
    expect([...stageTasks.rowsOf(stage)]).toEqual(expected.map(({ row }) => row));
    expect([...stageTasks.durationsOf(stage)]).toEqual(expected.map(({ lengthMs }) => lengthMs));
  }
}

it('holds the successful tasks of each stage, the shortest first', () => {
  fc.assert(fc.property(fc.array(sketch, { maxLength: 50 }), check));
});

it('stays exact when a task seems to take years', () => {
  const days = 86_400_000;
  const lengths = [60 * days, 3, 20_000 * days, 50 * days];
  check(lengths.map((lengthMs) => ({ stage: 1, launchMs: 0, lengthMs, succeeded: true })));
});
