import { walkPlanTree } from './plan-tree.ts';

/** One node of a physical plan, with what findings need of it. */
export interface PlanNode {
  readonly name: string;
  /** `simpleString`, cut: it can be as long as the plan has columns. */
  readonly text: string;
  /** Of file scans: `PartitionFilters`, `PushedFilters`, `ReadSchema`, `Location`, `Format` …, cut. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly metrics: readonly { readonly name: string; readonly accumulatorId: number }[];
  /** Index of the node above it; -1 at the root. */
  readonly parent: number;
}

/** Long enough for a window with its specification and a scan with its filters. */
const mostTextChars = 600;
/** Generated plans have tens of thousands of nodes; what decides a finding is not that far down. */
const mostNodes = 2_000;

/** The nodes of a plan tree (`sparkPlanInfo`), parents before children. */
export function readPlanNodes(planInfo: unknown): PlanNode[] {
  const nodes: PlanNode[] = [];
  for (const { name, simpleString, metadata, metrics, parent } of walkPlanTree(planInfo)) {
    const texts = Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, cut(value)]));
    nodes.push({ name, text: cut(simpleString), metadata: texts, metrics, parent });
    if (nodes.length === mostNodes) break;
  }
  return nodes;
}

/** A copy: a slice would keep the whole text alive. */
function cut(text: unknown): string {
  if (typeof text !== 'string') return '';
  return text.length <= mostTextChars ? text : Array.from(text.slice(0, mostTextChars)).join('');
}
