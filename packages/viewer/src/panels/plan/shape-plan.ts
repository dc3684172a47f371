import { formatBytes, formatCount, formatDuration, type PlanGraph, type PlanGraphNode } from '@cinderlog/core';

/** One box of the drawn plan: an operator, or all operators that were compiled into one function. */
export interface PlanBox {
  /** Places in the nodes of the plan, the topmost first. */
  readonly nodes: readonly number[];
  readonly title: string;
  readonly detail: string;
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  readonly spilledBytes: number;
  /** The longest of its own times, added up over its tasks; of compiled operators that of the function. */
  readonly timeMs: number;
  /** Places in the stages of the result. */
  readonly stages: readonly number[];
  /** The function that it was compiled into, as Spark numbers them. */
  readonly codegen: string | undefined;
}

/** What flows from one box into another, as indices of boxes. */
export interface PlanEdge {
  readonly from: number;
  readonly to: number;
  readonly rows: number | undefined;
}

export interface PlanShape {
  readonly boxes: readonly PlanBox[];
  readonly edges: readonly PlanEdge[];
}

/** Nodes that only hold others together. */
const holders = /^(WholeStageCodegen|InputAdapter|AdaptiveSparkPlan|\w*QueryStage)\b/;
const codegenName = /^WholeStageCodegen \((\d+)\)/;
const rowMetrics = ['number of output rows', 'shuffle records written', 'records read'];
const byteMetrics = [
  'size of files read',
  'shuffle bytes written',
  'data size',
  'written output',
  'bytes of written output',
];

/** The boxes and arrows of a plan; `joinsCompiled` makes one box of the operators that were compiled into one function. */
export function shapePlan({ nodes }: PlanGraph, joinsCompiled: boolean): PlanShape {
  const codegen = codegenOf(nodes);
  const boxOf = new Map<number, number>();
  const members: number[][] = [];
  const byFunction = new Map<number, number>();
  for (const [at, { name }] of nodes.entries()) {
    if (holders.test(name)) continue;
    const own = codegen[at] ?? -1;
    const known = joinsCompiled && own >= 0 ? byFunction.get(own) : undefined;
    const box = known ?? members.length;
    if (known === undefined) members.push([]);
    if (own >= 0) byFunction.set(own, box);
    members[box]?.push(at);
    boxOf.set(at, box);
  }
  const boxes = members.map((places) => describeBox(nodes, places, codegen[places[0] ?? 0] ?? -1, joinsCompiled));
  const edges = [...boxOf].flatMap(([at, from]) => {
    const to = boxAbove(nodes, at, boxOf);
    return to === undefined || to === from ? [] : [{ from, to, rows: firstMetric(nodes[at], rowMetrics) }];
  });
  return { boxes, edges };
}

/** For each node the place of the compiled function around it, or -1. */
function codegenOf(nodes: readonly PlanGraphNode[]): number[] {
  const found: number[] = [];
  for (const [at, { name, parent }] of nodes.entries()) {
    if (codegenName.test(name)) found.push(at);
    // What feeds a function from outside of it comes through an adapter.
    else if (name === 'InputAdapter' || parent < 0) found.push(-1);
    else found.push(found[parent] ?? -1);
  }
  return found;
}

function boxAbove(nodes: readonly PlanGraphNode[], at: number, boxOf: ReadonlyMap<number, number>): number | undefined {
  for (let above = nodes[at]?.parent ?? -1; above >= 0; above = nodes[above]?.parent ?? -1) {
    const box = boxOf.get(above);
    if (box !== undefined) return box;
  }
  return undefined;
}

function describeBox(
  nodes: readonly PlanGraphNode[],
  places: readonly number[],
  codegen: number,
  joinsCompiled: boolean,
): PlanBox {
  const own = places.flatMap((at) => nodes[at] ?? []);
  const compiled = codegen < 0 ? undefined : nodes[codegen];
  const counted = joinsCompiled && compiled !== undefined ? [...own, compiled] : own;
  const [top] = own;
  const isJoined = own.length > 1;
  const last = (names: readonly string[]) =>
    own.map((node) => firstMetric(node, names)).find((value) => value !== undefined);
  return {
    nodes: places,
    title: top === undefined ? '' : `${shortName(top.name)}${isJoined ? ` and ${own.length - 1} more` : ''}`,
    detail: isJoined
      ? own
          .slice(1)
          .map(({ name }) => shortName(name))
          .join(' ← ')
      : shortText(top),
    rows: last(rowMetrics),
    bytes: last(byteMetrics),
    spilledBytes: own.reduce((sum, node) => sum + (firstMetric(node, ['spill size']) ?? 0), 0),
    timeMs: Math.max(0, ...counted.flatMap(timesMs)),
    stages: stagesOf(counted, compiled),
    codegen: compiled === undefined ? undefined : codegenName.exec(compiled.name)?.[1],
  };
}

/** An operator that counts nothing by itself works where the function does that it was compiled into. */
function stagesOf(counted: readonly PlanGraphNode[], compiled: PlanGraphNode | undefined): number[] {
  const own = counted.flatMap(({ stages }) => stages);
  return [...new Set(own.length > 0 ? own : compiled?.stages)].sort((a, b) => a - b);
}

function firstMetric(node: PlanGraphNode | undefined, names: readonly string[]): number | undefined {
  for (const name of names) {
    const metric = node?.metrics.find((candidate) => candidate.name === name);
    if (metric !== undefined) return metric.value;
  }
  return undefined;
}

function timesMs({ metrics }: PlanGraphNode): number[] {
  return metrics.flatMap(({ type, value }) => (type === 'timing' ? [value] : type === 'nsTiming' ? [value / 1e6] : []));
}

/** `Scan parquet default.orders` keeps its table; the rest is in the details. */
function shortName(name: string): string {
  return name.replace(/^Execute /, '');
}

/** What the text of a node says beyond its name. */
function shortText(node: PlanGraphNode | undefined): string {
  if (node === undefined) return '';
  const text = node.text.startsWith(node.name) ? node.text.slice(node.name.length) : node.text;
  return text
    .replace(/#\d+L?/g, '')
    .replace(/^[\s:]+/, '')
    .trim();
}

/** A metric in the unit that its type says. */
export function formatMetric({ type, value }: { readonly type: string; readonly value: number }): string {
  switch (type) {
    case 'size':
      return formatBytes(value);
    case 'timing':
      return formatDuration(value);
    case 'nsTiming':
      return formatDuration(value / 1e6);
    case 'average':
      return (value / 10).toFixed(1);
    default:
      return formatCount(value);
  }
}
