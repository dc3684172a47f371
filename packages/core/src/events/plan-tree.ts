/** A node of a plan tree as it stands in the log, with what is of another type left out. */
export interface PlanTreeNode {
  readonly name: string;
  /** As long as the plan has columns. */
  readonly simpleString: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly metrics: readonly { readonly name: string; readonly accumulatorId: number }[];
  /** Index of the node above it, in the order of the walk; -1 at the root. */
  readonly parent: number;
}

/**
 * Walks a plan tree (`sparkPlanInfo`), parents before children. Plans nest hundreds of levels deep, so the walk keeps its own
 * stack; anything that has not the form of a node is passed over, and not what stands below it.
 */
export function* walkPlanTree(planInfo: unknown): Generator<PlanTreeNode> {
  const open: { info: unknown; parent: number }[] = [{ info: planInfo, parent: -1 }];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.info !== 'object' || next.info === null) continue;
    const { nodeName, simpleString, metadata, metrics, children } = next.info as Readonly<Record<string, unknown>>;
    let { parent } = next;
    if (typeof nodeName === 'string') {
      yield {
        name: nodeName.trim(),
        simpleString: typeof simpleString === 'string' ? simpleString : '',
        metadata: typeof metadata === 'object' && metadata !== null ? (metadata as Record<string, unknown>) : {},
        metrics: readMetrics(metrics),
        parent,
      };
      parent = count++;
    }
    if (!Array.isArray(children)) continue;
    for (let child = children.length - 1; child >= 0; child--) open.push({ info: children[child], parent });
  }
}

function readMetrics(metrics: unknown): { name: string; accumulatorId: number }[] {
  if (!Array.isArray(metrics)) return [];
  return (metrics as unknown[]).flatMap((metric) => {
    const { name, accumulatorId } = (metric ?? {}) as { name?: unknown; accumulatorId?: unknown };
    return typeof name === 'string' && typeof accumulatorId === 'number' ? [{ name, accumulatorId }] : [];
  });
}
