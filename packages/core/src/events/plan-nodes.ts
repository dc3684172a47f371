/** One node of a physical plan, with what findings need of it. */
export interface PlanNode {
  readonly name: string;
  /** `simpleString`, cut: it can be as long as the plan has columns. */
  readonly text: string;
  /** Of file scans: `PartitionFilters`, `PushedFilters`, `ReadSchema`, `Location`, `Format` …, cut. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly metrics: readonly PlanMetric[];
  /** Index of the node above it; -1 at the root. */
  readonly parent: number;
}

export interface PlanMetric {
  readonly name: string;
  /** `sum`, `size` (bytes), `timing` (ms), `nsTiming`, `average` (tenths). */
  readonly type: string;
  readonly accumulatorId: number;
}

/** Long enough for a window with its specification and a scan with its filters. */
const mostTextChars = 600;
/** Generated plans have tens of thousands of nodes; what decides a finding is not that far down. */
export const mostPlanNodes = 2_000;

/**
 * The nodes of a plan tree (`sparkPlanInfo`), parents before children. Plans nest hundreds of levels deep, so the walk keeps its own
 * stack; anything that has not the form of a node is passed over.
 */
export function readPlanNodes(planInfo: unknown): PlanNode[] {
  const nodes: PlanNode[] = [];
  const open: { info: unknown; parent: number }[] = [{ info: planInfo, parent: -1 }];
  for (let next = open.pop(); next !== undefined && nodes.length < mostPlanNodes; next = open.pop()) {
    if (typeof next.info !== 'object' || next.info === null) continue;
    const info = next.info as Readonly<Record<string, unknown>>;
    if (typeof info.nodeName !== 'string') continue;
    const index = nodes.length;
    nodes.push({
      name: info.nodeName.trim(),
      text: cut(info.simpleString),
      metadata: readMetadata(info.metadata),
      metrics: readMetrics(info.metrics),
      parent: next.parent,
    });
    if (!Array.isArray(info.children)) continue;
    for (const child of [...(info.children as unknown[])].reverse()) open.push({ info: child, parent: index });
  }
  return nodes;
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {};
  return Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, cut(value)]));
}

function readMetrics(metrics: unknown): PlanMetric[] {
  if (!Array.isArray(metrics)) return [];
  return (metrics as unknown[]).flatMap((metric) => {
    const { name, metricType, accumulatorId } = (metric ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || typeof accumulatorId !== 'number') return [];
    return [{ name, type: typeof metricType === 'string' ? metricType : 'sum', accumulatorId }];
  });
}

/** A copy: a slice would keep the whole text alive. */
function cut(text: unknown): string {
  if (typeof text !== 'string') return '';
  return text.length <= mostTextChars ? text : Array.from(text.slice(0, mostTextChars)).join('');
}
