import { eventsOf, type RunSketch } from './model-of.ts';
import type { ApplicationModel } from '../src/model/application-model.ts';
import { ModelBuilder } from '../src/model/model-builder.ts';

/** A node of `sparkPlanInfo` in shorthand; metrics are given with the value that they come to. */
export interface PlanSketch {
  readonly name: string;
  readonly text?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly children?: readonly PlanSketch[];
}

type Event = Record<string, unknown>;

/** The model of a sketch whose query 0 has this plan, and whose stage 0 completes with the values of its metrics. */
export function modelWithPlan(run: RunSketch, plan: PlanSketch): ApplicationModel {
  const values: { ID: number; Value: string; Metadata: string }[] = [];
  const toInfo = (node: PlanSketch): Event => ({
    nodeName: node.name,
    simpleString: node.text ?? node.name,
    metadata: node.metadata ?? {},
    metrics: Object.entries(node.metrics ?? {}).map(([name, value]) => {
      const accumulatorId = values.length + 1;
      values.push({ ID: accumulatorId, Value: String(value), Metadata: 'sql' });
      return { name, accumulatorId, metricType: 'sum' };
    }),
    children: (node.children ?? []).map(toInfo),
  });
  const sparkPlanInfo = toInfo(plan);
  const builder = new ModelBuilder();
  for (const event of eventsOf(run) as Event[]) {
    if (String(event.Event).endsWith('SQLExecutionStart')) event.sparkPlanInfo = sparkPlanInfo;
    if (event.Event === 'SparkListenerStageSubmitted') event.Properties = { 'spark.sql.execution.id': '0' };
    if (event.Event === 'SparkListenerStageCompleted') (event['Stage Info'] as Event).Accumulables = values;
    builder.add(String(event.Event), event);
  }
  return builder.finish();
}

/** A query of 40 s with one job and one stage of one task. */
export const oneQuery: RunSketch = {
  durationMs: 100_000,
  executors: [{ id: '1' }],
  sql: [{ id: 0, startMs: 0, endMs: 40_000 }],
  jobs: [{ id: 0, startMs: 0, endMs: 40_000, sql: 0 }],
  stages: [{ id: 0, startMs: 0, endMs: 40_000 }],
  tasks: [{ stage: 0, launchMs: 0, finishMs: 40_000 }],
};
