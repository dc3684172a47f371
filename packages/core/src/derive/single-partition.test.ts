import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { findNarrowReason, isLastStepOfAggregate } from './single-partition.ts';

function reasonOf(...planNodes: string[]) {
  const [attempt] = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts;
  if (attempt === undefined) throw new Error('the sketch has a stage');
  return findNarrowReason({ ...attempt, planNodes })?.class;
}

describe('why a stage is narrow', () => {
  // Texts as Spark 3.5 writes them.
  const exchange = 'Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=75]';
  const keyless =
    'Window [sum(v#1) windowspecdefinition(v#1 ASC NULLS FIRST, specifiedwindowframe(RangeFrame, unboundedpreceding$(), currentrow$())) AS total#9L], [v#1 ASC NULLS FIRST]';
  const keyed =
    'Window [row_number() windowspecdefinition(k#1, v#2 ASC NULLS FIRST, specifiedwindowframe(RowFrame, unboundedpreceding$(), currentrow$())) AS n#9], [k#1], [v#2 ASC NULLS FIRST]';

  it.each([
    [[exchange, 'SortAggregate(key=[])', keyless], 'window-without-keys'],
    [[exchange, keyed], 'single-partition-exchange'],
    [['Coalesce 1'], 'coalesce'],
    [
      ['FileScan csv [a#1] Format: CSV, Location: InMemoryFileIndex(1 paths)[file:/data/big.csv.gz]'],
      'unsplittable-file',
    ],
    [['FileScan parquet [a#1] Location: InMemoryFileIndex(1 paths)[file:/data/a.gz.parquet]'], undefined],
    [['Range (0, 200, step=1, splits=1)'], 'narrow-source'],
    [['Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS'], undefined],
    [[], undefined],
  ])('%j is %s', (nodes, expected) => {
    expect(reasonOf(...nodes)).toBe(expected);
  });
});

describe('the last step of an aggregate without keys', () => {
  const exchange = 'Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=210]';
  const isLastStep = (bytesRead: number, ...planNodes: string[]) => {
    const attempt = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts[0]!;
    return isLastStepOfAggregate({ ...attempt, planNodes }, bytesRead);
  };

  it('is one task by nature while it puts together a row per task', () => {
    expect(isLastStep(236, exchange, 'HashAggregate(keys=[], functions=[sum(a#29L)])')).toBe(true);
    expect(isLastStep(236, exchange, 'SortAggregate(key=[], functions=[max(name#2)])')).toBe(true);
  });

  it('is not a first step, an aggregate by keys, one of large values, or a sort', () => {
    expect(isLastStep(236, exchange, 'HashAggregate(keys=[], functions=[partial_sum(a#29L)])')).toBe(false);
    expect(isLastStep(236, exchange, 'HashAggregate(keys=[id#1L], functions=[sum(a#29L)])')).toBe(false);
    expect(isLastStep(2 ** 21, exchange, 'ObjectHashAggregate(keys=[], functions=[collect_list(a#29L, 0, 0)])')).toBe(
      false,
    );
    expect(isLastStep(236, exchange, 'Sort [id#1L ASC NULLS FIRST], true, 0')).toBe(false);
  });
});
