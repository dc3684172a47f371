import { keepText, type PlanNode } from '../events/plan-nodes.ts';
import type { PlanJoin, PlanScan, PlanSummary } from './application-model.ts';

interface OpenPlan {
  nodes: readonly PlanNode[];
  /** Accumulators of all plans of the execution: adaptive execution replaces the plan, and the old ones stay valid. */
  readonly nodeOf: Map<number, PlanNode>;
  readonly values: Map<number, number>;
  readonly partitionsRead: Map<number, number>;
}

/** More scans or joins in one query than anyone looks at. */
const mostKept = 50;
const mostStageNodes = 12;
/** Texts of nodes kept over all queries: some tens of megabytes. A notebook that runs for weeks has more, and the first ones tell enough. */
const mostTexts = 100_000;

/** Nodes that only hold others together. */
const wrappers =
  /^(WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|.*QueryStage|ColumnarToRow|Project$|Execute |ReusedExchange)/;

/**
 * Follows the plans of open SQL executions and which stage works for which node, by the accumulators that both name. What is
 * known of an execution shrinks to a summary when it ends, so that memory follows the open ones.
 */
export class PlanTracker {
  readonly #open = new Map<number, OpenPlan>();
  readonly #executionOf = new Map<number, number>();
  readonly #summaries = new Map<number, PlanSummary>();
  #textsLeft = mostTexts;

  setPlan(executionId: number, nodes: readonly PlanNode[]): void {
    if (nodes.length === 0) return;
    const plan = this.#open.get(executionId) ?? {
      nodes,
      nodeOf: new Map<number, PlanNode>(),
      values: new Map<number, number>(),
      partitionsRead: new Map<number, number>(),
    };
    plan.nodes = nodes;
    for (const node of nodes) {
      for (const { accumulatorId } of node.metrics) {
        plan.nodeOf.set(accumulatorId, node);
        this.#executionOf.set(accumulatorId, executionId);
      }
    }
    this.#open.set(executionId, plan);
  }

  /** Takes the running total of a metric; totals only grow, and stages may report them out of order. */
  noteValue(accumulatorId: number, value: number): void {
    const values = this.#planOf(accumulatorId)?.values;
    if (values !== undefined && value >= 0) values.set(accumulatorId, Math.max(values.get(accumulatorId) ?? 0, value));
  }

  /** Notes the metrics of a completed stage; returns the texts of the plan nodes that it worked for. */
  noteStage(accumulables: readonly { readonly id: number; readonly value: number }[]): string[] {
    const texts = new Set<string>();
    const room = Math.min(mostStageNodes, this.#textsLeft);
    for (const { id, value } of accumulables) {
      this.noteValue(id, value);
      const node = this.#planOf(id)?.nodeOf.get(id);
      if (node !== undefined && !wrappers.test(node.name) && texts.size < room) {
        texts.add(node.text === '' ? node.name : keepText(node.text));
      }
    }
    this.#textsLeft -= texts.size;
    return [...texts];
  }

  /** Reduces an execution to its summary. Later metrics of it are not taken any more. */
  close(executionId: number): void {
    const plan = this.#open.get(executionId);
    if (plan === undefined) return;
    const summary = summarise(plan, Math.min(mostKept, this.#textsLeft));
    this.#textsLeft -= summary.scans.length + summary.joins.length;
    this.#textsLeft = Math.max(0, this.#textsLeft);
    this.#summaries.set(executionId, summary);
    this.#open.delete(executionId);
    for (const id of plan.nodeOf.keys()) this.#executionOf.delete(id);
  }

  summaryOf(executionId: number): PlanSummary | undefined {
    this.close(executionId);
    return this.#summaries.get(executionId);
  }

  #planOf(accumulatorId: number): OpenPlan | undefined {
    const executionId = this.#executionOf.get(accumulatorId);
    return executionId === undefined ? undefined : this.#open.get(executionId);
  }
}

function summarise(plan: OpenPlan, room: number): PlanSummary {
  const counts = new Map<string, number>();
  for (const { name } of plan.nodes) {
    if (wrappers.test(name) && name !== 'Project') continue;
    // File scans carry the table in their name.
    const kind = name.startsWith('Scan ') ? 'Scan' : name;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return {
    nodeCount: plan.nodes.length,
    nodeKinds: [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10),
    scans: plan.nodes.flatMap((node, index) => readScan(plan, node, index)).slice(0, room),
    joins: plan.nodes.flatMap((node, index) => readJoin(plan, node, index)).slice(0, room),
  };
}

function metricOf(plan: OpenPlan, node: PlanNode | undefined, name: string): number | undefined {
  const metric = node?.metrics.find((candidate) => candidate.name === name);
  return metric === undefined ? undefined : plan.values.get(metric.accumulatorId);
}

const rows = 'number of output rows';

function readScan(plan: OpenPlan, node: PlanNode, index: number): PlanScan[] {
  if (!('ReadSchema' in node.metadata)) return [];
  const filter = plan.nodes[filterAbove(plan.nodes, index)];
  return [
    {
      text: keepText(node.text),
      location: keepText(node.metadata.Location ?? ''),
      columns: countColumns(node.metadata.ReadSchema),
      partitionFilters: keepText(node.metadata.PartitionFilters ?? '[]'),
      pushedFilters: keepText(node.metadata.PushedFilters ?? '[]'),
      partitionsRead: metricOf(plan, node, 'number of partitions read'),
      filesRead: metricOf(plan, node, 'number of files read'),
      bytesRead: metricOf(plan, node, 'size of files read'),
      rowsRead: metricOf(plan, node, rows),
      rowsKept: metricOf(plan, filter, rows),
    },
  ];
}

/** The filter right above a scan, through the nodes that do not change rows; -1 when there is none. */
function filterAbove(nodes: readonly PlanNode[], index: number): number {
  for (let at = nodes[index]?.parent ?? -1; at >= 0; at = nodes[at]?.parent ?? -1) {
    const name = nodes[at]?.name ?? '';
    if (name === 'Filter') return at;
    if (!wrappers.test(name)) return -1;
  }
  return -1;
}

/** Columns at the top level of `struct<a:int,b:struct<c:int>>`. A cut schema counts what is left of it. */
function countColumns(schema: string): number {
  let depth = 0;
  let columns = 0;
  for (const char of schema) {
    if (char === '<') depth++;
    else if (char === '>') depth--;
    else if (char === ':' && depth === 1) columns++;
  }
  return columns;
}

function readJoin(plan: OpenPlan, node: PlanNode, index: number): PlanJoin[] {
  if (!/Join$|CartesianProduct/.test(node.name)) return [];
  const rowsOut = metricOf(plan, node, rows);
  const rowsIn = plan.nodes.flatMap((child, at) => (child.parent === index ? [rowsBelow(plan, at)] : []));
  if (rowsOut === undefined || rowsIn.some((count) => count === undefined)) return [];
  return [{ text: keepText(node.text), rowsOut, rowsIn: rowsIn.filter((count) => count !== undefined) }];
}

/** The rows that a node hands up: its own count, or that of the nearest node below it that counts and has one child. */
function rowsBelow(plan: OpenPlan, index: number): number | undefined {
  for (let at = index; at >= 0; at = onlyChild(plan.nodes, at)) {
    const node = plan.nodes[at];
    // An exchange hands on what was written into it.
    const count = metricOf(plan, node, rows) ?? metricOf(plan, node, 'shuffle records written');
    if (count !== undefined) return count;
  }
  return undefined;
}

function onlyChild(nodes: readonly PlanNode[], index: number): number {
  const first = nodes.findIndex((node) => node.parent === index);
  return first >= 0 && !nodes.some((node, at) => at > first && node.parent === index) ? first : -1;
}
