import {
  anything,
  either,
  listOf,
  mapped,
  number,
  objectOf,
  optional,
  orElse,
  pairOf,
  refused,
  type Shape,
  text,
} from '../util/shapes.ts';
import { optionalEpochMs, optionalText } from './fields.ts';
import { DroppedText } from './heavy-fields.ts';
import { findFileMetrics } from './plan-metrics.ts';
import { readPlanNodes } from './plan-nodes.ts';
import { countPlanOperators } from './plan-operators.ts';
import { walkPlanTree } from './plan-tree.ts';

const droppedText: Shape<DroppedText> = (value) => (value instanceof DroppedText ? value : refused);
/** The plan text can be many megabytes: only its size is kept here. */
const planText = optional(either(text, droppedText));

function readPlan(planInfo: unknown) {
  const nodes = walkPlanTree(planInfo);
  return {
    fileMetrics: findFileMetrics(nodes),
    planNodes: readPlanNodes(nodes),
    planOperators: countPlanOperators(nodes),
  };
}

export const sqlExecutionStart = mapped(
  objectOf({
    executionId: number,
    rootExecutionId: optional(number),
    description: optionalText,
    details: optionalText,
    physicalPlanDescription: planText,
    sparkPlanInfo: anything,
    time: optionalEpochMs,
  }),
  (event) => ({
    executionId: event.executionId,
    rootExecutionId: event.rootExecutionId,
    description: event.description,
    callSite: event.details?.split('\n', 1)[0],
    planTextChars: event.physicalPlanDescription?.length ?? 0,
    ...readPlan(event.sparkPlanInfo),
    epochMs: event.time,
  }),
);

/** `errorMessage` since 3.4: empty means success, null or absent means unknown. */
export const sqlExecutionEnd = mapped(
  objectOf({ executionId: number, time: optionalEpochMs, errorMessage: optional(text) }),
  (event) => ({
    executionId: event.executionId,
    epochMs: event.time,
    errorMessage: event.errorMessage,
  }),
);

/** Adaptive execution replaced the plan. Carries no time of its own. */
export const sqlAdaptiveUpdate = mapped(
  objectOf({ executionId: number, physicalPlanDescription: planText, sparkPlanInfo: anything }),
  (event) => ({
    executionId: event.executionId,
    planTextChars: event.physicalPlanDescription?.length ?? 0,
    ...readPlan(event.sparkPlanInfo),
  }),
);

/** Metrics that the driver measures: pairs of accumulator and value. Each comes once per scan. */
export const driverAccumUpdates = objectOf({
  executionId: number,
  accumUpdates: orElse(listOf(pairOf(number, number)), []),
});
