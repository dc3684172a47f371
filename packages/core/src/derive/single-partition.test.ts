import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { findNarrowReason, isNarrowByNature } from './single-partition.ts';

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

describe('a stage that has one task by nature', () => {
  const exchange = 'Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=210]';
  const isByNature = (bytesRead: number, ...planNodes: string[]) => {
    const attempt = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts[0]!;
    return isNarrowByNature({ ...attempt, planNodes, taskCount: 1 }, bytesRead);
  };

  it('is nothing that a stage without a shuffle before it can be', () => {
    expect(isByNature(0, 'Exchange hashpartitioning(key#12L, 8), ENSURE_REQUIREMENTS, [plan_id=43]')).toBe(false);
  });

  it('puts together a row per task', () => {
    expect(isByNature(236, exchange, 'HashAggregate(keys=[], functions=[sum(a#29L)])')).toBe(true);
    expect(isByNature(236, exchange, 'SortAggregate(key=[], functions=[max(name#2)])')).toBe(true);
  });

  it('reads small partitions that adaptive execution has joined', () => {
    const byHash = 'Exchange hashpartitioning(key#12L, 8), ENSURE_REQUIREMENTS, [plan_id=43]';
    expect(isByNature(568, byHash)).toBe(true);
    expect(isByNature(2 ** 21, byHash)).toBe(false);
    expect(isByNature(568, 'Exchange hashpartitioning(key#12L, 1), REPARTITION_BY_NUM, [plan_id=43]')).toBe(false);
  });

  it('is not a first step, an aggregate by keys, one of large values, or a sort', () => {
    expect(isByNature(236, exchange, 'HashAggregate(keys=[], functions=[partial_sum(a#29L)])')).toBe(false);
    expect(isByNature(236, exchange, 'HashAggregate(keys=[id#1L], functions=[sum(a#29L)])')).toBe(false);
    expect(isByNature(2 ** 21, exchange, 'ObjectHashAggregate(keys=[], functions=[collect_list(a#29L, 0, 0)])')).toBe(
      false,
    );
    expect(isByNature(236, exchange, 'Sort [id#1L ASC NULLS FIRST], true, 0')).toBe(false);
  });
});
