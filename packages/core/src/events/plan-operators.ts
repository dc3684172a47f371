/** How often a plan uses each operator, by a name without expression ids and literals, so that two runs compare. */
export type PlanOperators = Readonly<Record<string, number>>;

/** Wrappers that say nothing about what is done, and come and go with code generation and adaptive execution. */
const wrappers =
  /^(WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|ShuffleQueryStage|BroadcastQueryStage|TableCacheQueryStage|ResultQueryStage|AQEShuffleRead|ColumnarToRow|RowToColumnar)\b/;
const joinTypes = /\b(Inner|Cross|LeftOuter|RightOuter|FullOuter|LeftSemi|LeftAnti|ExistenceJoin)\b/g;
const exchangeKinds = /^Exchange (hashpartitioning|rangepartitioning|SinglePartition|RoundRobinPartitioning|\w+)/;
const longestNameChars = 160;

interface PlanNode {
  readonly nodeName?: unknown;
  readonly simpleString?: unknown;
  readonly children?: unknown;
  readonly metadata?: unknown;
}

/**
 * Counts the operators of a plan tree (`sparkPlanInfo`): joins with their type, exchanges with their partitioning, scans with
 * table, format and the columns of pushed filters. Plans nest hundreds of levels deep, so the walk keeps its own stack.
 */
export function countPlanOperators(planInfo: unknown): PlanOperators {
  const counts: Record<string, number> = {};
  const open: unknown[] = [planInfo];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    const { children, nodeName } = node as PlanNode;
    if (Array.isArray(children)) open.push(...(children as unknown[]));
    if (typeof nodeName !== 'string' || wrappers.test(nodeName)) continue;
    const name = describeOperator(nodeName.trim(), node).slice(0, longestNameChars);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function describeOperator(nodeName: string, { simpleString, metadata }: PlanNode): string {
  const text = typeof simpleString === 'string' ? simpleString : '';
  if (nodeName.endsWith('Join')) {
    const type = [...text.matchAll(joinTypes)].at(-1)?.[1];
    return type === undefined ? nodeName : `${nodeName} ${type}`;
  }
  if (nodeName === 'Exchange') {
    const kind = exchangeKinds.exec(text)?.[1];
    return kind === undefined ? nodeName : `Exchange ${kind}`;
  }
  if (/Scan\b/.test(nodeName)) return `${withoutIds(nodeName)}${describeFilters(metadata)}`;
  return withoutIds(nodeName);
}

function withoutIds(name: string): string {
  return name
    .replace(/#\d+L?/g, '')
    .replace(/\s*\(\d+\)$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Which columns filter a scan, never with which values. */
function describeFilters(metadata: unknown): string {
  if (typeof metadata !== 'object' || metadata === null) return '';
  const { PushedFilters: pushed, PartitionFilters: partition } = metadata as Record<string, unknown>;
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
