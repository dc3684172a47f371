import type { PlanMetric, PlanTreeNode } from './plan-tree.ts';

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

/** Long enough for a window with its specification and a scan with its filters. */
const mostTextChars = 600;
/** Generated plans have tens of thousands of nodes; what decides a finding is not that far down. */
export const mostPlanNodes = 2_000;

/** The first nodes of a plan, with their texts cut. */
export function readPlanNodes(nodes: readonly PlanTreeNode[]): PlanNode[] {
  return nodes.slice(0, mostPlanNodes).map(({ name, simpleString, metadata, metrics, parent }) => {
    const texts: Record<string, string> = {};
    for (const key of Object.keys(metadata)) texts[key] = cut(metadata[key]);
    return { name, text: cut(simpleString), metadata: texts, metrics, parent };
  });
}

function cut(text: unknown): string {
  return typeof text === 'string' ? text.slice(0, mostTextChars) : '';
}

/** The text of a node, to be kept when the plan is gone: a text that was cut is a view of the whole one, and would keep it alive. */
export function keepText(text: string): string {
  return text.length < mostTextChars ? text : Array.from(text).join('');
}
