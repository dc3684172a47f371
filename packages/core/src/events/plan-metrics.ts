import type { PlanTreeNode } from './plan-tree.ts';

/** The scan metrics that the driver reports, by the name that Spark gives them. */
const fileMetricNames = { 'number of files read': 'files', 'size of files read': 'bytes' } as const;

/** A metric of a file scan, and the accumulator under which its value will come. */
export interface FileMetric {
  readonly accumulatorId: number;
  readonly measures: 'files' | 'bytes';
}

/** All file-scan metrics of a plan. */
export function findFileMetrics(nodes: readonly PlanTreeNode[]): FileMetric[] {
  const found: FileMetric[] = [];
  for (const { metrics } of nodes) {
    for (const { name, accumulatorId } of metrics) {
      if (!Object.hasOwn(fileMetricNames, name)) continue;
      found.push({ accumulatorId, measures: fileMetricNames[name as keyof typeof fileMetricNames] });
    }
  }
  return found;
}
