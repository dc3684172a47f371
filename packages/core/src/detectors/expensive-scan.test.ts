import { describe, expect, it } from 'vitest';
import { modelWithPlan, oneQuery } from '../../test-support/plan-events.ts';
import { Facts } from '../derive/facts.ts';
import { expensiveScan } from './expensive-scan.ts';

const rows = 'number of output rows';

function detect(scanMetrics: Record<string, number>, kept?: number, partitionFilters = '[]') {
  const scan = {
    name: 'Scan parquet ',
    text: 'FileScan parquet [a#1,day#2]',
    metadata: { ReadSchema: 'struct<a:int,b:struct<c:int,d:int>>', PartitionFilters: partitionFilters, Location: 'x' },
    metrics: scanMetrics,
  };
  const filter = {
    name: 'Filter',
    metrics: { [rows]: kept ?? 0 },
    children: [{ name: 'ColumnarToRow', children: [scan] }],
  };
  return expensiveScan.detect(new Facts(modelWithPlan(oneQuery, kept === undefined ? scan : filter)));
}

describe('expensive-scan', () => {
  it('costs the part of the scanning stage that went into rows which the filter threw away', () => {
    const [finding] = detect({ [rows]: 2_000_000 }, 100_000);
    // 5 % of 40 s were kept.
    expect(finding?.cost).toEqual({ wallClockMs: 38_000, coreMs: 38_000, basis: 'bound' });
    expect(finding?.cause.class).toBe('filtered-after-reading');
    expect(finding?.evidence).toContainEqual({ name: 'columns read', value: 2, unit: 'columns' });
    expect(finding?.subjects).toContainEqual({ type: 'stage-attempt', stageId: 0, attemptId: 0 });
  });

  it('needs a million rows and a filter that keeps less than a tenth', () => {
    expect(detect({ [rows]: 2_000_000 }, 200_000)).toEqual([]);
    expect(detect({ [rows]: 999_999 }, 1)).toEqual([]);
  });

  it('tells of partitioned tables that were read as a whole, for information', () => {
    const whole = { [rows]: 5, 'number of partitions read': 10, 'size of files read': 2 ** 30 };
    expect(detect(whole)[0]).toMatchObject({ severity: 'info', cause: { class: 'no-partition-filter' } });
    expect(detect(whole, undefined, '[isnotnull(day#2)]')).toEqual([]);
    expect(detect({ ...whole, 'size of files read': 2 ** 30 - 1 })).toEqual([]);
  });
});
