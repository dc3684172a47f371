import type { PlanTreeNode } from './plan-tree.ts';

/** How often a plan uses each operator, by a name without expression ids and literals, so that two runs compare. */
export type PlanOperators = Readonly<Record<string, number>>;

/** Wrappers that say nothing about what is done, and come and go with code generation and adaptive execution. */
const wrappers =
  /^(WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|ShuffleQueryStage|BroadcastQueryStage|TableCacheQueryStage|ResultQueryStage|AQEShuffleRead|ColumnarToRow|RowToColumnar)\b/;
const joinTypes = /\b(Inner|Cross|LeftOuter|RightOuter|FullOuter|LeftSemi|LeftAnti|ExistenceJoin)\b/g;
const exchangeKinds = /^Exchange (hashpartitioning|rangepartitioning|SinglePartition|RoundRobinPartitioning|\w+)/;
const longestNameChars = 160;

/**
 * Counts the operators of a plan: joins with their type, exchanges with their partitioning, scans with
 * table, format and the columns of pushed filters.
 */
export function countPlanOperators(nodes: readonly PlanTreeNode[]): PlanOperators {
  const counts: Record<string, number> = {};
  for (const node of nodes) {
    if (wrappers.test(node.name)) continue;
    const name = describeOperator(node).slice(0, longestNameChars);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function describeOperator({ name, simpleString, metadata }: PlanTreeNode): string {
  if (name.endsWith('Join')) {
    const type = [...simpleString.matchAll(joinTypes)].at(-1)?.[1];
    return type === undefined ? name : `${name} ${type}`;
  }
  if (name === 'Exchange') {
    const kind = exchangeKinds.exec(simpleString)?.[1];
    return kind === undefined ? name : `Exchange ${kind}`;
  }
  if (/Scan\b/.test(name)) return `${withoutIds(name)}${describeFilters(metadata)}`;
  return withoutIds(name);
}

function withoutIds(name: string): string {
  // Nearly all names of operators are single words.
  if (!/[#\s]/.test(name)) return name;
  return name
    .replace(/#\d+L?/g, '')
    .replace(/\s*\(\d+\)$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Which columns filter a scan, never with which values. */
function describeFilters({ PushedFilters: pushed, PartitionFilters: partition }: PlanTreeNode['metadata']): string {
  const parts: string[] = [];
  if (typeof partition === 'string') {
    const columns = [...new Set([...partition.matchAll(/([\w.]+)#\d+/g)].map((match) => match[1] ?? ''))].sort();
    if (columns.length > 0) parts.push(`partitions by ${columns.join(', ')}`);
  }
  if (typeof pushed === 'string') {
    const filters = [...new Set([...pushed.matchAll(/([A-Z]\w+)\(([\w.]+)/g)].map((m) => `${m[1]}(${m[2]})`))].sort();
    if (filters.length > 0) parts.push(`where ${filters.join(', ')}`);
  }
  return parts.length === 0 ? '' : ` ${parts.join(' ')}`;
}
