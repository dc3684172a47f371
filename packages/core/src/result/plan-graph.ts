import type { LogInput } from '../ingest/log-input.ts';
import { readPlans, type ExecutionPlan, type ExecutionPlanNode } from '../model/read-plans.ts';
import type { Result } from './schema.ts';

/** The plan of a query as the viewer draws it. */
export interface PlanGraph {
  readonly nodes: readonly PlanGraphNode[];
  readonly isCut: boolean;
}

export interface PlanGraphNode extends Omit<ExecutionPlanNode, 'stages'> {
  /** Places in the stages of the result. */
  readonly stages: readonly number[];
}

/** Where the log of a run is. */
export interface RunLog {
  readonly input: LogInput;
  /** Which of the applications in it, in the order of `readApplications`. */
  readonly application: number;
}

/** Reads plans from the log, by the places of their executions in the SQL executions of the result. */
export async function readPlanGraphs(
  result: Result,
  { input, application }: RunLog,
  indices: readonly number[],
): Promise<Map<number, PlanGraph>> {
  const indexOf = new Map(
    indices.flatMap((index) => {
      const id = result.sqlExecutions[index]?.id;
      return id === undefined ? [] : [[id, index] as const];
    }),
  );
  const plans = await readPlans(input, application, new Set(indexOf.keys()));
  const stages = new Map(
    result.stages.map(({ stageId, attemptId }, index) => [`${stageId}.${attemptId}`, index] as const),
  );
  return new Map([...plans].map(([id, plan]) => [indexOf.get(id) ?? -1, toGraph(plan, stages)] as const));
}

function toGraph({ nodes, isCut }: ExecutionPlan, stageIndices: ReadonlyMap<string, number>): PlanGraph {
  return {
    isCut,
    nodes: nodes.map(({ stages, ...node }) => ({
      ...node,
      stages: stages.flatMap(({ stageId, attemptId }) => stageIndices.get(`${stageId}.${attemptId}`) ?? []),
    })),
  };
}

/** The plans of the longest queries, up to so many nodes in all: for a page that goes without its log. */
export async function readPagePlans(
  result: Result,
  log: RunLog,
  mostNodes: number,
): Promise<[index: number, plan: PlanGraph][]> {
  const plans = await readPlanGraphs(result, log, [...result.sqlExecutions.keys()]);
  const lengthMs = (index: number) => {
    const execution = result.sqlExecutions[index];
    return execution === undefined ? 0 : execution.endMs - execution.startMs;
  };
  let left = mostNodes;
  return [...plans]
    .sort(([a], [b]) => lengthMs(b) - lengthMs(a))
    .filter(([, { nodes }]) => {
      left -= nodes.length;
      return left >= 0;
    });
}
