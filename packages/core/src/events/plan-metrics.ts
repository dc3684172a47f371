/** The scan metrics that the driver reports, by the name that Spark gives them. */
const fileMetricNames = { 'number of files read': 'files', 'size of files read': 'bytes' } as const;

/** A metric of a file scan, and the accumulator under which its value will come. */
export interface FileMetric {
  readonly accumulatorId: number;
  readonly measures: 'files' | 'bytes';
}

/**
 * All file-scan metrics of a plan tree (`sparkPlanInfo`). Plans nest hundreds of levels deep, so the walk keeps its own stack;
 * anything that has not the form of a node is passed over.
 */
export function findFileMetrics(planInfo: unknown): FileMetric[] {
  const found: FileMetric[] = [];
  const open: unknown[] = [planInfo];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { metrics, children } = node as { metrics?: unknown; children?: unknown };
    if (Array.isArray(children)) open.push(...(children as unknown[]));
    if (!Array.isArray(metrics)) continue;
    for (const metric of metrics as unknown[]) {
      const { name, accumulatorId } = (metric ?? {}) as { name?: unknown; accumulatorId?: unknown };
      if (typeof accumulatorId !== 'number' || typeof name !== 'string' || !Object.hasOwn(fileMetricNames, name))
        continue;
      found.push({ accumulatorId, measures: fileMetricNames[name as keyof typeof fileMetricNames] });
    }
  }
  return found;
}
