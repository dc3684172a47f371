import { describe, expect, it } from 'vitest';
import { countPlanOperators } from './plan-operators.ts';
import { walkPlanTree } from './plan-tree.ts';

describe('operators of a plan', () => {
  it('are counted without wrappers, ids and values', () => {
    const scan = {
      nodeName: 'Scan parquet spark_catalog.sales.orders',
      simpleString: 'FileScan parquet …',
      metadata: {
        PushedFilters: '[IsNotNull(customer), EqualTo(customer,Anna Ltd), GreaterThan(amount,17.5)]',
        PartitionFilters: '[isnotnull(day#12), (day#12 = 2026-01-01)]',
      },
      children: [],
    };
    const plan = {
      nodeName: 'AdaptiveSparkPlan',
      children: [
        {
          nodeName: 'WholeStageCodegen (2)',
          children: [
            {
              nodeName: 'SortMergeJoin',
              simpleString: 'SortMergeJoin [Inner_key#1], [key#2], LeftOuter',
              children: [
                {
                  nodeName: 'Exchange',
                  simpleString: 'Exchange hashpartitioning(key#1, 8), ENSURE_REQUIREMENTS, [plan_id=7]',
                  children: [scan],
                },
                { nodeName: 'Exchange', simpleString: 'Exchange hashpartitioning(key#2, 8)', children: [] },
              ],
            },
          ],
        },
      ],
    };
    expect(countPlanOperators(walkPlanTree(plan))).toEqual({
      'SortMergeJoin LeftOuter': 1,
      'Exchange hashpartitioning': 2,
      'Scan parquet spark_catalog.sales.orders partitions by day where EqualTo(customer), GreaterThan(amount), IsNotNull(customer)': 1,
    });
  });

  it.each([[undefined], [null], [7], [{ nodeName: 7, children: 'x' }], [{ children: [null, 'x'] }]])(
    'of %j are none',
    (plan) => {
      expect(countPlanOperators(walkPlanTree(plan))).toEqual({});
    },
  );
});
