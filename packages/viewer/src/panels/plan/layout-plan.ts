import { graphlib, layout } from '@dagrejs/dagre';

/** How large each box is, and what flows where. */
export interface LayoutRequest {
  readonly boxCount: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

export interface PlanLayout {
  readonly width: number;
  readonly height: number;
  /** Upper left corners, by box. */
  readonly boxes: readonly { readonly x: number; readonly y: number }[];
  /** Corners of the lines, by edge. */
  readonly edges: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

export type LayoutPlan = (request: LayoutRequest) => Promise<PlanLayout>;

/** Places the boxes of a plan from left to right, the way that rows go. */
export function layoutPlan({ boxCount, boxWidth, boxHeight, edges }: LayoutRequest): PlanLayout {
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', ranksep: 56, nodesep: 18, marginx: 12, marginy: 12 });
  for (let box = 0; box < boxCount; box++) graph.setNode(String(box), { width: boxWidth, height: boxHeight });
  for (const [i, { from, to }] of edges.entries()) graph.setEdge(String(from), String(to), {}, String(i));
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: Array.from({ length: boxCount }, (_, box) => {
      const { x = 0, y = 0 } = graph.node(String(box)) as { x?: number; y?: number };
      return { x: x - boxWidth / 2, y: y - boxHeight / 2 };
    }),
    edges: edges.map(({ from, to }, i) => {
      const { points = [] } = graph.edge(String(from), String(to), String(i)) as {
        points?: { x: number; y: number }[];
      };
      return points.map(({ x, y }) => ({ x, y }));
    }),
  };
}
