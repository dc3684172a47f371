import * as z from 'zod';
import { optionalEpochMs, optionalText } from './fields.ts';
import { DroppedText } from './heavy-fields.ts';
import { findFileMetrics } from './plan-metrics.ts';
import { readPlanNodes } from './plan-nodes.ts';
import { countPlanOperators } from './plan-operators.ts';
import { walkPlanTree } from './plan-tree.ts';

/** The plan text can be many megabytes: only its size is kept here. */
const planText = z
  .union([z.string(), z.instanceof(DroppedText)])
  .optional()
  .catch(undefined);

function readPlan(planInfo: unknown) {
  const nodes = walkPlanTree(planInfo);
  return {
    fileMetrics: findFileMetrics(nodes),
    planNodes: readPlanNodes(nodes),
    planOperators: countPlanOperators(nodes),
  };
}

export const sqlExecutionStart = z
  .object({
    executionId: z.number(),
    rootExecutionId: z.number().nullish().catch(undefined),
    description: optionalText,
    details: optionalText,
    physicalPlanDescription: planText,
    sparkPlanInfo: z.unknown().optional(),
    time: optionalEpochMs,
  })
  .transform((event) => ({
    executionId: event.executionId,
    rootExecutionId: event.rootExecutionId ?? undefined,
    description: event.description,
    callSite: event.details?.split('\n', 1)[0],
    planTextChars: event.physicalPlanDescription?.length ?? 0,
    ...readPlan(event.sparkPlanInfo),
    epochMs: event.time,
  }));

/** `errorMessage` since 3.4: empty means success, null or absent means unknown. */
export const sqlExecutionEnd = z
  .object({ executionId: z.number(), time: optionalEpochMs, errorMessage: z.string().nullish().catch(undefined) })
  .transform((event) => ({
    executionId: event.executionId,
    epochMs: event.time,
    errorMessage: event.errorMessage ?? undefined,
  }));

/** Adaptive execution replaced the plan. Carries no time of its own. */
export const sqlAdaptiveUpdate = z
  .object({ executionId: z.number(), physicalPlanDescription: planText, sparkPlanInfo: z.unknown().optional() })
  .transform((event) => ({
    executionId: event.executionId,
    planTextChars: event.physicalPlanDescription?.length ?? 0,
    ...readPlan(event.sparkPlanInfo),
  }));

/** Metrics that the driver measures: pairs of accumulator and value. Each comes once per scan. */
export const driverAccumUpdates = z.object({
  executionId: z.number(),
  accumUpdates: z.array(z.tuple([z.number(), z.number()])).catch([]),
});
