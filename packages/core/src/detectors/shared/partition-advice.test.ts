import { describe, expect, it } from 'vitest';
import { modelWithPlan } from '../../../test-support/plan-events.ts';
import { Facts } from '../../derive/facts.ts';
import { partitionAdvice } from './partition-advice.ts';

const mebibyte = 2 ** 20;

/** What is advised to a stage of six tasks that read so much each. */
function adviceFor(
  parts: number,
  metrics: Record<string, unknown>,
  properties: Record<string, string> = {},
  scan = 'FileScan parquet [k#1]',
) {
  const facts = new Facts(
    modelWithPlan(
      {
        durationMs: 60_000,
        properties,
        executors: [{ id: '1', cores: 6 }],
        sql: [{ id: 0, startMs: 0, endMs: 60_000 }],
        jobs: [{ id: 0, startMs: 0, endMs: 60_000, sql: 0, stageIds: [0] }],
        stages: [{ id: 0, startMs: 0, endMs: 60_000, taskCount: 6 }],
        tasks: Array.from({ length: 6 }, () => ({ stage: 0, launchMs: 0, finishMs: 60_000, metrics })),
      },
      { name: 'Scan', text: scan, metrics: { rows: 1 } },
    ),
  );
  const [stage] = facts.stages;
  if (stage === undefined) throw new Error('no stage');
  const [advice] = partitionAdvice(facts, stage, parts, 'Make the parts smaller.');
  return [advice?.setting, advice?.value];
}

const shuffled = { 'Shuffle Read Metrics': { 'Local Bytes Read': 60 * mebibyte } };
const read = { 'Input Metrics': { 'Bytes Read': 60 * mebibyte } };

describe('advice on the number of parts', () => {
  it('asks for more shuffle partitions than are set', () => {
    expect(adviceFor(14, shuffled, { 'spark.sql.shuffle.partitions': '6' })).toEqual([
      'spark.sql.shuffle.partitions',
      '14',
    ]);
    expect(adviceFor(400, shuffled)).toEqual(['spark.sql.shuffle.partitions', '400']);
  });

  it('never asks for fewer than are set: what joined them is told to aim at less', () => {
    // 360 MiB in 12 parts.
    const expected = ['spark.sql.adaptive.advisoryPartitionSizeInBytes', '30m'];
    expect(adviceFor(12, shuffled, { 'spark.sql.shuffle.partitions': '24' })).toEqual(expected);
    expect(adviceFor(12, shuffled)).toEqual(expected);
  });

  it('cuts files by their size', () => {
    expect(adviceFor(12, read)).toEqual(['spark.sql.files.maxPartitionBytes', '30m']);
  });

  it('names no setting where none decides', () => {
    expect(adviceFor(12, {})).toEqual([undefined, undefined]);
    expect(adviceFor(12, read, {}, 'InMemoryTableScan [k#1]')).toEqual([undefined, undefined]);
    // Without adaptive execution it was the program that asked for fewer than are set.
    expect(adviceFor(12, shuffled, { 'spark.sql.adaptive.enabled': 'false' })).toEqual([undefined, undefined]);
  });
});
