import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runOfTasks, stageOf, summaryOf } from '../../../test-support/summary-of.ts';
import { busyLabels, wallClockLabels } from '../../derive/labels.ts';
import { explainDifference } from './explain.ts';

const same = { inputRatio: 1, slotsRatio: 1 };

describe('the explanation', () => {
  it('names longer tasks, what they did and the stage', () => {
    const before = runOfTasks(90_000, { stages: [stageOf('map', { taskMs: 360_000 })] });
    const after = runOfTasks(120_000, { stages: [stageOf('map', { taskMs: 480_000 })] });
    const { causes, changeMs } = explainDifference([before], [after], same);
    expect(changeMs).toBe(30_000);
    expect(causes).toMatchObject([{ cause: 'more-work', changeMs: 30_000, mostly: 'compute', stage: { name: 'map' } }]);
  });

  it('names input that grew', () => {
    const { causes } = explainDifference([runOfTasks(90_000)], [runOfTasks(180_000)], { inputRatio: 2, slotsRatio: 1 });
    expect(causes).toEqual([{ cause: 'more-input', changeMs: 90_000 }]);
  });

  it('names a gap by the label of the ledger', () => {
    const after = summaryOf({ wallClock: { planning: 10_000, full: 90_000, 'non-spark-code': 8_000 } });
    const { causes, ledger } = explainDifference([summaryOf()], [after], same);
    expect(causes).toEqual([{ cause: 'non-spark-code', changeMs: 8_000 }]);
    expect(ledger[0]).toEqual({ label: 'non-spark-code', knownMs: 0, freshMs: 8_000, changeMs: 8_000 });
  });

  it('names skew only when a stage shows it', () => {
    // 60 s more in which one of four slots works.
    const tail = {
      wallClock: { planning: 10_000, full: 80_000, tail: 60_000 },
      coreTime: { compute: 380_000, 'idle:tail': 180_000, 'idle:planning': 40_000 },
    };
    const even = { longestTaskMs: 5_000, medianTaskMs: 5_000 };
    const skewed = summaryOf({ ...tail, stages: [stageOf('reduce', { longestTaskMs: 65_000, medianTaskMs: 4_000 })] });
    const before = summaryOf({ stages: [stageOf('reduce', even)] });
    expect(explainDifference([before], [skewed], same).causes[0]).toMatchObject({
      cause: 'skew',
      stage: { name: 'reduce' },
    });
    const unskewed = summaryOf({ ...tail, stages: [stageOf('reduce', even)] });
    expect(explainDifference([before], [unskewed], same).causes[0]?.cause).toBe('idle-slots');
  });

  it('names settings and versions that no known run had', () => {
    const before = [summaryOf({ configuration: { a: '1', b: '1' } }), summaryOf({ configuration: { a: '2', b: '1' } })];
    const after = summaryOf({
      configuration: { a: '1', c: 'x' },
      run: { startedAt: '2026-02-01T00:00:00Z', sparkVersion: '4.0.0' },
    });
    expect(explainDifference(before, [after], same).settings).toEqual([
      { name: 'Spark version', known: '3.5.9', fresh: '4.0.0' },
      { name: 'b', known: '1' },
      { name: 'c', fresh: 'x' },
    ]);
  });

  const ms = fc.integer({ min: 0, max: 1e7 });
  const record = (labels: readonly string[]) =>
    fc.array(fc.tuple(fc.constantFrom(...labels), ms)).map((entries) => Object.fromEntries(entries));
  const idle = wallClockLabels.map((label) => `idle:${label}`);
  const run = fc
    .tuple(record(wallClockLabels), record([...busyLabels, ...idle]), fc.integer({ min: 0, max: 2 }))
    .map(([wallClock, coreTime, lost]) => summaryOf({ wallClock, coreTime, removedExecutors: { crashed: lost } }));

  it('sums: causes and ledger lines to the difference, for any runs at all', () => {
    fc.assert(
      fc.property(
        fc.array(run, { minLength: 1, maxLength: 6 }),
        fc.array(run, { minLength: 1, maxLength: 3 }),
        fc.double({ min: 0.3, max: 4, noNaN: true }),
        (known, fresh, inputRatio) => {
          const { causes, ledger, changeMs, knownMs, freshMs } = explainDifference(known, fresh, {
            inputRatio,
            slotsRatio: 1,
          });
          expect(ledger.reduce((sum, line) => sum + line.changeMs, 0)).toBe(changeMs);
          expect(freshMs - knownMs).toBe(changeMs);
          expect(causes.reduce((sum, cause) => sum + cause.changeMs, 0)).toBe(changeMs);
        },
      ),
    );
  });
});
