import type { PlanGraph, PlanGraphNode } from '@cinderlog/core';
import { describe, expect, it } from 'vitest';
import { formatMetric, shapePlan } from './shape-plan.ts';

type Metric = PlanGraphNode['metrics'][number];
const node = (name: string, parent: number, metrics: Metric[] = [], stages: number[] = []): PlanGraphNode => ({
  name,
  text: `${name} [key#12, value#34L]`,
  metadata: {},
  parent,
  metrics,
  stages,
});
const sum = (name: string, value: number): Metric => ({ name, type: 'sum', value });

/** A filtered scan, shuffled and sorted: what feeds a compiled function from outside of it comes through an adapter. */
const plan: PlanGraph = {
  isCut: false,
  nodes: [
    node('AdaptiveSparkPlan', -1),
    node('WholeStageCodegen (2)', 0, [{ name: 'duration', type: 'timing', value: 900 }], [1]),
    node(
      'Sort',
      1,
      [
        { name: 'spill size', type: 'size', value: 4096 },
        { name: 'sort time', type: 'timing', value: 700 },
      ],
      [1],
    ),
    node('InputAdapter', 2),
    node('ShuffleQueryStage', 3),
    node('Exchange', 4, [sum('shuffle records written', 40)], [0, 1]),
    node('WholeStageCodegen (1)', 5, [{ name: 'duration', type: 'timing', value: 300 }], [0]),
    node('Filter', 6, [sum('number of output rows', 40)], [0]),
    node(
      'Scan parquet orders',
      7,
      [sum('number of output rows', 100), { name: 'scan time', type: 'nsTiming', value: 2e8 }],
      [0],
    ),
  ],
};

describe('the shape of a plan', () => {
  it('leaves out what only holds others together, and joins each operator to the one that it feeds', () => {
    const { boxes, edges } = shapePlan(plan, false);
    expect(boxes.map(({ title, codegen }) => [title, codegen])).toEqual([
      ['Sort', '2'],
      ['Exchange', undefined],
      ['Filter', '1'],
      ['Scan parquet orders', '1'],
    ]);
    expect(edges).toEqual([
      { from: 1, to: 0, rows: 40 },
      { from: 2, to: 1, rows: 40 },
      { from: 3, to: 2, rows: 100 },
    ]);
    expect(boxes.map(({ timeMs }) => timeMs)).toEqual([700, 0, 0, 200]);
    expect(boxes[0]).toMatchObject({ spilledBytes: 4096, stages: [1], detail: '[key, value]' });
    expect(boxes[1]).toMatchObject({ rows: 40, stages: [0, 1] });
  });

  it('knows the stage of an operator without metrics by the function that it was compiled into', () => {
    const nodes = plan.nodes.map((one) => (one.name === 'Filter' ? { ...one, metrics: [], stages: [] } : one));
    expect(shapePlan({ ...plan, nodes }, false).boxes[2]).toMatchObject({ title: 'Filter', stages: [0] });
  });

  it('makes one box of what was compiled together, with the time of the function', () => {
    const { boxes, edges } = shapePlan(plan, true);
    expect(boxes.map(({ title, timeMs }) => [title, timeMs])).toEqual([
      ['Sort', 900],
      ['Exchange', 0],
      ['Filter and 1 more', 300],
    ]);
    expect(boxes[2]).toMatchObject({ nodes: [7, 8], rows: 40, detail: 'Scan parquet orders' });
    expect(edges.map(({ from, to }) => [from, to])).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it('writes metrics in their units', () => {
    expect(formatMetric({ type: 'nsTiming', value: 1.5e9 })).toBe(formatMetric({ type: 'timing', value: 1500 }));
    expect(formatMetric({ type: 'average', value: 25 })).toBe('2.5');
  });
});
