import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import type { PlanScan, StageAttempt } from '../model/application-model.ts';
import { findNarrowReason } from './single-partition.ts';

function reasonOf(planNodes: readonly string[], about: Partial<StageAttempt> = {}) {
  const [attempt] = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts;
  if (attempt === undefined) throw new Error('the sketch has a stage');
  return findNarrowReason({ ...attempt, taskCount: 1, planNodes, ...about })?.class;
}

const behindShuffle = { parentIds: [0] };

describe('why a stage is narrow', () => {
  // Texts as Spark 3.5 writes them.
  const exchange = 'Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=75]';
  const keyless =
    'Window [sum(v#1) windowspecdefinition(v#1 ASC NULLS FIRST, specifiedwindowframe(RangeFrame, unboundedpreceding$(), currentrow$())) AS total#9L], [v#1 ASC NULLS FIRST]';
  const keyed =
    'Window [row_number() windowspecdefinition(k#1, v#2 ASC NULLS FIRST, specifiedwindowframe(RowFrame, unboundedpreceding$(), currentrow$())) AS n#9], [k#1], [v#2 ASC NULLS FIRST]';

  it.each([
    [[exchange, 'SortAggregate(key=[])', keyless], behindShuffle, 'window-without-keys'],
    [[exchange, keyed], behindShuffle, 'single-partition-exchange'],
    [['Coalesce 1'], {}, 'coalesce'],
    [['FileScan csv [a#1] Format: CSV, Location: InMemoryFileIndex(1 paths)[file:/b.csv.gz]'], {}, 'unsplittable-file'],
    [['FileScan parquet [a#1] Location: InMemoryFileIndex(1 paths)[file:/data/a.gz.parquet]'], {}, undefined],
    [['Range (0, 200, step=1, splits=1)'], {}, 'narrow-source'],
    [['Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS'], behindShuffle, undefined],
    [[], {}, undefined],
  ] as const)('%j with %j is %s', (nodes, about, expected) => {
    expect(reasonOf(nodes, about)).toBe(expected);
  });

  it('is no node that would have given it another number of tasks', () => {
    expect(reasonOf(['Coalesce 2'], { taskCount: 2 })).toBe('coalesce');
    expect(reasonOf(['Coalesce 2'], { taskCount: 3 })).toBeUndefined();
    expect(reasonOf(['Range (0, 200, step=1, splits=3)'], { taskCount: 2 })).toBeUndefined();
    expect(reasonOf([exchange, keyless], { ...behindShuffle, taskCount: 3 })).toBeUndefined();
  });

  it('is not the exchange that the stage writes to, and no source behind a shuffle', () => {
    expect(reasonOf([exchange])).toBeUndefined();
    expect(reasonOf(['LocalTableScan [a#1]'])).toBe('narrow-source');
    expect(reasonOf(['LocalTableScan [a#1]'], behindShuffle)).toBeUndefined();
  });

  it('is that it read no more files than it had tasks', () => {
    const text = 'FileScan csv [a#1] Format: CSV, Location: InMemoryFileIndex(1 paths)[file:/in]';
    const stage = (taskCount: number, about: Partial<StageAttempt> = {}) => {
      const [attempt] = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts;
      return { ...attempt!, taskCount, planNodes: [text], ...about };
    };
    const scan = { text, filesRead: 2 } as PlanScan;
    expect(findNarrowReason(stage(2), [scan])).toMatchObject({ class: 'few-files', confidence: 'probable' });
    expect(findNarrowReason(stage(1), [scan])).toBeUndefined();
    expect(findNarrowReason(stage(2, behindShuffle), [scan])).toBeUndefined();
    expect(findNarrowReason(stage(2), [{ ...scan, text: 'another scan' }])).toBeUndefined();
  });

  it('is a coalesce that only the lineage knows', () => {
    expect(reasonOf([], { isCoalesced: true })).toBe('coalesce');
  });
});
