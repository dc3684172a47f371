import { eventNames } from '../events/names.ts';
import { mostPlanNodes, type PlanNode } from '../events/plan-nodes.ts';
import type { PlanMetric } from '../events/plan-tree.ts';
import { driverAccumUpdates, sqlAdaptiveUpdate, sqlExecutionEnd, sqlExecutionStart } from '../events/sql.ts';
import { stageCompleted, type StageInfo } from '../events/stage.ts';
import type { LogInput } from '../ingest/log-input.ts';
import { readAs } from '../util/shapes.ts';
import type { Event } from './parse-event.ts';
import { searchLog } from './search-log.ts';

/** The last plan of an SQL execution, with the values of its metrics and the stages that worked for each node. */
export interface ExecutionPlan {
  readonly nodes: readonly ExecutionPlanNode[];
  /** There are more nodes than are read. */
  readonly isCut: boolean;
}

export interface ExecutionPlanNode {
  readonly name: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Index of the node above it; -1 at the root. */
  readonly parent: number;
  /** Those that have a value. */
  readonly metrics: readonly { readonly name: string; readonly type: string; readonly value: number }[];
  readonly stages: readonly { readonly stageId: number; readonly attemptId: number }[];
}

/**
 * Reads the plans of SQL executions from the log once more. The model keeps only what findings need of them, so that memory does not
 * follow the number of queries.
 */
export async function readPlans(
  log: LogInput,
  application: number,
  executionIds: ReadonlySet<number>,
): Promise<Map<number, ExecutionPlan>> {
  const reader = new PlanReader(executionIds);
  const { sqlExecutionStart, sqlAdaptiveUpdate, sqlExecutionEnd, driverAccumUpdates, stageCompleted } = eventNames;
  const names = [sqlExecutionStart, sqlAdaptiveUpdate, sqlExecutionEnd, driverAccumUpdates, stageCompleted];
  await searchLog({
    log,
    application,
    beginnings: names.map((name) => `${name}"`),
    take: ({ event }) => reader.take(event),
  });
  return reader.plans();
}

class PlanReader {
  readonly #openIds: Set<number>;
  readonly #nodes = new Map<number, readonly PlanNode[]>();
  /** Accumulators that the plans name. */
  readonly #known = new Set<number>();
  readonly #values = new Map<number, number>();
  readonly #stages = new Map<number, Map<string, { stageId: number; attemptId: number }>>();

  constructor(executionIds: ReadonlySet<number>) {
    this.#openIds = new Set(executionIds);
  }

  /** Takes an event; true when all executions have ended. */
  take(event: Event): boolean {
    switch (event.Event) {
      case eventNames.sqlExecutionStart:
        this.#setPlan(readAs(sqlExecutionStart, event));
        break;
      case eventNames.sqlAdaptiveUpdate:
        this.#setPlan(readAs(sqlAdaptiveUpdate, event));
        break;
      case eventNames.driverAccumUpdates:
        for (const [id, value] of readAs(driverAccumUpdates, event)?.accumUpdates ?? []) this.#note(id, value);
        break;
      case eventNames.stageCompleted:
        this.#noteStage(readAs(stageCompleted, event)?.stage);
        break;
      case eventNames.sqlExecutionEnd:
        this.#openIds.delete(readAs(sqlExecutionEnd, event)?.executionId ?? -1);
    }
    return this.#openIds.size === 0;
  }

  plans(): Map<number, ExecutionPlan> {
    return new Map(
      [...this.#nodes].map(([id, nodes]) => [
        id,
        { nodes: nodes.map((node) => this.#describe(node)), isCut: nodes.length >= mostPlanNodes },
      ]),
    );
  }

  #setPlan(plan: { readonly executionId: number; readonly planNodes: readonly PlanNode[] } | undefined): void {
    if (plan === undefined || plan.planNodes.length === 0 || !this.#openIds.has(plan.executionId)) return;
    this.#nodes.set(plan.executionId, plan.planNodes);
    for (const { metrics } of plan.planNodes) for (const { accumulatorId } of metrics) this.#known.add(accumulatorId);
  }

  #noteStage(stage: StageInfo | undefined): void {
    if (stage === undefined) return;
    const { stageId, attemptId } = stage;
    for (const { id, value } of stage.sqlMetrics) {
      if (!this.#known.has(id)) continue;
      this.#note(id, value);
      const stages = this.#stages.get(id) ?? new Map<string, { stageId: number; attemptId: number }>();
      stages.set(`${stageId}.${attemptId}`, { stageId, attemptId });
      this.#stages.set(id, stages);
    }
  }

  /** Totals only grow, and stages may report them out of order. */
  #note(id: number, value: number): void {
    if (this.#known.has(id) && value >= 0) this.#values.set(id, Math.max(this.#values.get(id) ?? 0, value));
  }

  #describe({ name, text, metadata, parent, metrics }: PlanNode): ExecutionPlanNode {
    const stages = new Map(metrics.flatMap(({ accumulatorId }) => [...(this.#stages.get(accumulatorId) ?? [])]));
    const valueOf = ({ name, type, accumulatorId }: PlanMetric) => {
      const value = this.#values.get(accumulatorId);
      return value === undefined ? [] : [{ name, type, value }];
    };
    return { name, text, metadata, parent, metrics: metrics.flatMap(valueOf), stages: [...stages.values()] };
  }
}
