export interface PlanMetric {
  readonly name: string;
  /** `sum`, `size` (bytes), `timing` (ms), `nsTiming`, `average` (tenths). */
  readonly type: string;
  readonly accumulatorId: number;
}

/** A node of a plan tree as it stands in the log, with what is of another type left out. */
export interface PlanTreeNode {
  readonly name: string;
  /** As long as the plan has columns. */
  readonly simpleString: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly metrics: readonly PlanMetric[];
  /** Index of the node above it, in the order of the walk; -1 at the root. */
  readonly parent: number;
}

/**
 * The nodes of a plan tree (`sparkPlanInfo`), parents before children. Plans nest hundreds of levels deep, so the walk keeps its own
 * stack; anything that has not the form of a node is passed over, and not what stands below it.
 */
export function walkPlanTree(planInfo: unknown): PlanTreeNode[] {
  const nodes: PlanTreeNode[] = [];
  const open: { info: unknown; parent: number }[] = [{ info: planInfo, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.info !== 'object' || next.info === null) continue;
    const { nodeName, simpleString, metadata, metrics, children } = next.info as Readonly<Record<string, unknown>>;
    let { parent } = next;
    if (typeof nodeName === 'string') {
      nodes.push({
        name: nodeName.trim(),
        simpleString: typeof simpleString === 'string' ? simpleString : '',
        metadata: typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {},
        metrics: readMetrics(metrics),
        parent,
      });
      parent = nodes.length - 1;
    }
    if (!Array.isArray(children)) continue;
    for (let child = children.length - 1; child >= 0; child--) open.push({ info: children[child], parent });
  }
  return nodes;
}

function readMetrics(metrics: unknown): PlanMetric[] {
  if (!Array.isArray(metrics)) return [];
  const read: PlanMetric[] = [];
  for (const metric of metrics as unknown[]) {
    const { name, metricType, accumulatorId } = (metric ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || typeof accumulatorId !== 'number') continue;
    read.push({ name, type: typeof metricType === 'string' ? metricType : 'sum', accumulatorId });
  }
  return read;
}
