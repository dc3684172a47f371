import fc from 'fast-check';
import { expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { taskEndReasons } from '../events/task.ts';
import { StageSums } from './stage-sums.ts';

const sketch = fc.record({
  stage: fc.nat(2),
  launchMs: fc.nat(1_000),
  lengthMs: fc.nat(5_000),
  reason: fc.constantFrom('Success' as const, 'TaskKilled' as const, 'ExceptionFailure' as const),
  runMs: fc.oneof(fc.constant(0), fc.nat(100_000)),
});
type Sketch = typeof sketch extends fc.Arbitrary<infer Value> ? Value : never;

function check(sketches: readonly Sketch[]): void {
  const sums = new StageSums(
    modelOf({
      durationMs: 10_000,
      executors: [{ id: '1', cores: 4 }],
      stages: [0, 1, 2].map((id) => ({ id, startMs: 0, endMs: 10_000 })),
      tasks: sketches.map(({ stage, launchMs, lengthMs, reason, runMs }) => ({
        stage,
        launchMs,
        finishMs: launchMs + lengthMs,
        ...(reason === 'Success' ? {} : { reason: { Reason: reason } }),
        metrics: { 'Executor Run Time': runMs },
      })),
    }),
  );
  for (const stage of [0, 1, 2]) {
    const of = (wanted: (each: Sketch) => boolean) => sketches.filter((each) => each.stage === stage && wanted(each));
    const add = (list: readonly Sketch[], valueOf: (each: Sketch) => number) =>
      list.reduce((sum, each) => sum + valueOf(each), 0);
    const successes = of(({ reason }) => reason === 'Success');
    expect(sums.sumOf('executorRunMs', stage)).toBe(
      add(
        of(() => true),
        ({ runMs }) => runMs,
      ),
    );
    expect(sums.successSumOf('executorRunMs', stage)).toBe(add(successes, ({ runMs }) => runMs));
    expect(sums.taskMsOf(stage)).toBe(
      add(
        of(() => true),
        ({ lengthMs }) => lengthMs,
      ),
    );
    expect(sums.successMsOf(stage)).toBe(add(successes, ({ lengthMs }) => lengthMs));
    taskEndReasons.forEach((name, code) => {
      expect(sums.endsOf(stage, code)).toBe(of(({ reason }) => reason === name).length);
    });
  }
}

it('adds up what the tasks of each stage report, successes apart from others', () => {
  fc.assert(fc.property(fc.array(sketch, { maxLength: 40 }), check));
});

it('adds up over the borders of blocks', () => {
  const values = fc.sample(sketch, { numRuns: 200, seed: 1 });
  check(Array.from({ length: 100 }, () => values).flat());
});
