import type { LogInput } from '../ingest/log-input.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { readPlans, type ExecutionPlan, type ExecutionPlanNode } from '../model/read-plans.ts';

/** The plan of a query as the viewer draws it. */
export interface PlanGraph {
  readonly nodes: readonly PlanGraphNode[];
  readonly isCut: boolean;
}

export interface PlanGraphNode extends Omit<ExecutionPlanNode, 'stages'> {
  /** Places in the stages of the result. */
  readonly stages: readonly number[];
}

/** Reads plans from the log, by the places of their executions in the SQL executions of the result. */
export async function readPlanGraphs(
  model: ApplicationModel,
  log: LogInput,
  application: number,
  indices: readonly number[],
): Promise<Map<number, PlanGraph>> {
  const indexOf = new Map(
    indices.flatMap((index) => {
      const id = model.sqlExecutions[index]?.id;
      return id === undefined ? [] : [[id, index] as const];
    }),
  );
  const plans = await readPlans(log, application, new Set(indexOf.keys()));
  const stages = new Map(
    model.stageAttempts.map(({ stageId, attemptId }, index) => [`${stageId}.${attemptId}`, index] as const),
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

/** Keeps the plans of the longest queries, up to so many nodes in all. */
export function choosePlans(
  model: ApplicationModel,
  plans: ReadonlyMap<number, PlanGraph>,
  mostNodes: number,
): [index: number, plan: PlanGraph][] {
  let left = mostNodes;
  const lengthMs = (index: number) => {
    const execution = model.sqlExecutions[index];
    return execution === undefined ? 0 : execution.endMs - execution.startMs;
  };
  return [...plans]
    .sort(([a], [b]) => lengthMs(b) - lengthMs(a))
    .filter(([, { nodes }]) => {
      left -= nodes.length;
      return left >= 0;
    });
}
