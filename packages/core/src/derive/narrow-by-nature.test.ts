import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { factsOfStreams } from '../../test-support/streams-of.ts';
import { computesPart, isNarrowByNature, leastPartitionBytes, readsNextToNothing } from './narrow-by-nature.ts';

describe('a stage that reads next to nothing', () => {
  const exchange = 'Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=210]';
  const isByNature = (bytesRead: number, ...planNodes: string[]) => {
    const attempt = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts[0]!;
    return readsNextToNothing({ ...attempt, planNodes, taskCount: 1 }, bytesRead, 2 ** 20);
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

describe('a stage that computes a part of its partitions', () => {
  const attempt = modelOf({ durationMs: 1, stages: [{ id: 0, startMs: 0, endMs: 1 }] }).stageAttempts[0]!;
  const part = (about: Partial<typeof attempt>) =>
    computesPart({ ...attempt, taskCount: 2, partitionCount: 8, ...about });

  it('has fewer tasks than partitions, or is a retry', () => {
    expect(part({})).toBe(true);
    expect(part({ partitionCount: 2 })).toBe(false);
    expect(part({ partitionCount: 2, attemptId: 1 })).toBe(true);
  });

  it('is unknown where the log has no lineage', () => {
    expect(part({ partitionCount: 0 })).toBe(false);
  });

  it('is no toLocalIterator, which wants all of them, one by one', () => {
    expect(part({ name: 'toLocalIterator at Export.scala:7' })).toBe(false);
  });
});

describe('what adaptive execution joins', () => {
  const leastBytes = (properties: Readonly<Record<string, string>>) =>
    leastPartitionBytes(modelOf({ durationMs: 1, properties }));

  it('goes by its least size, or by the advised size where that comes first', () => {
    const aim = 1.2 * 1.1;
    expect(leastBytes({})).toBeCloseTo(aim * 2 ** 20);
    expect(leastBytes({ 'spark.sql.adaptive.coalescePartitions.minPartitionSize': '4MB' })).toBeCloseTo(aim * 2 ** 22);
    const bySize = { 'spark.sql.adaptive.coalescePartitions.parallelismFirst': 'false' };
    expect(leastBytes(bySize)).toBeCloseTo(aim * 2 ** 26);
    expect(leastBytes({ ...bySize, 'spark.sql.adaptive.advisoryPartitionSizeInBytes': '128m' })).toBeCloseTo(
      aim * 2 ** 27,
    );
  });
});

describe('a stage of a stream', () => {
  /** Batches start every 10 s; the stage belongs to the second. */
  const isNarrow = (batchMs: number) => {
    const run = {
      durationMs: 100_000,
      executors: [{ id: '1', cores: 8 }],
      jobs: [{ id: 0, startMs: 10_000, endMs: 10_000 + batchMs, query: 'q' }],
      stages: [{ id: 0, startMs: 10_000, endMs: 10_000 + batchMs }],
      tasks: [{ stage: 0, launchMs: 10_000, finishMs: 10_000 + batchMs }],
    };
    const batches = Array.from({ length: 5 }, (_, n) => ({ startMs: n * 10_000, endMs: n * 10_000 + batchMs }));
    // Idle triggers show the interval, however long the batches with rows are.
    const idle = [70_000, 80_000, 90_000].map((startMs) => ({ startMs, endMs: startMs + 10, rows: 0 }));
    const facts = factsOfStreams(run, [...batches, ...idle]);
    return facts.stages.map((stage) => isNarrowByNature(facts, stage));
  };

  it('needs no more tasks while batches end in time', () => {
    expect(isNarrow(6_000)).toEqual([true]);
    expect(isNarrow(12_000)).toEqual([false]);
  });
});
