import { describe, expect, it } from 'vitest';
import { readPlanNodes } from '../events/plan-nodes.ts';
import { walkPlanTree } from '../events/plan-tree.ts';
import { PlanTracker } from './plan-tracker.ts';

const rows = (accumulatorId: number) => [{ name: 'number of output rows', accumulatorId, metricType: 'sum' }];
const scan = (accumulatorId: number) => ({
  nodeName: 'Scan parquet t',
  simpleString: 'FileScan parquet t[a#1]',
  metadata: { ReadSchema: 'struct<a:int>' },
  metrics: rows(accumulatorId),
  children: [],
});

const nodesOf = (planInfo: unknown) => readPlanNodes(walkPlanTree(planInfo));

describe('plans of queries', () => {
  it('tie stages to nodes by the accumulators of any plan of the query, past wrappers', () => {
    const plans = new PlanTracker();
    plans.setPlan(7, nodesOf({ nodeName: 'WholeStageCodegen (1)', metrics: rows(1), children: [scan(2)] }));
    // Adaptive execution replaces the plan; the old accumulators stay valid.
    plans.setPlan(7, nodesOf({ nodeName: 'Sort', simpleString: 'Sort [a#1]', metrics: rows(3), children: [scan(4)] }));
    expect(plans.noteStage([1, 2, 3, 99].map((id) => ({ id, value: 5 })))).toEqual([
      'FileScan parquet t[a#1]',
      'Sort [a#1]',
    ]);
    expect(plans.summaryOf(7)).toMatchObject({
      nodeCount: 2,
      scans: [{ text: 'FileScan parquet t[a#1]', columns: 1 }],
    });
  });

  it('take the greatest total that a metric came to, and none after the query has ended', () => {
    const plans = new PlanTracker();
    plans.setPlan(1, nodesOf(scan(2)));
    plans.noteValue(2, 10);
    plans.noteValue(2, 7);
    plans.noteValue(2, -1);
    plans.close(1);
    plans.noteValue(2, 99);
    expect(plans.noteStage([{ id: 2, value: 99 }])).toEqual([]);
    expect(plans.summaryOf(1)?.scans[0]?.rowsRead).toBe(10);
    expect(plans.summaryOf(2)).toBeUndefined();
  });

  it('read deep and broken plans without failing', () => {
    let deep: unknown = scan(1);
    for (let i = 0; i < 5_000; i++) deep = { nodeName: 'Union', children: [deep] };
    expect(nodesOf(deep)).toHaveLength(2_000);
    expect(nodesOf({ nodeName: 5 })).toEqual([]);
    expect(nodesOf({ nodeName: 'A', metrics: [null, {}], children: [null, 3, 'x'], metadata: 4 })).toEqual([
      { name: 'A', text: '', metadata: {}, metrics: [], parent: -1 },
    ]);
    expect(nodesOf({ nodeName: 'A', simpleString: 'x'.repeat(10_000) })[0]?.text).toHaveLength(600);
  });
});
