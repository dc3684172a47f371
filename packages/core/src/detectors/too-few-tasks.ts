import type { Facts, StageView } from '../derive/facts.ts';
import { isNarrowByNature } from '../derive/narrow-by-nature.ts';
import { findNarrowReason, scansOf } from '../derive/single-partition.ts';
import { slotsAt } from '../derive/slots-at.ts';
import { plural } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import { partitionAdvice } from './shared/partition-advice.ts';
import { fewTasksLimits, savedBySplitting } from './shared/split-price.ts';
import type { Detector, Finding } from './types.ts';

/** Stages narrower than the cluster was when they began: executors that came later came for what waited then. */
export const tooFewTasks: Detector = {
  id: 'too-few-tasks',
  title: 'Too few tasks',
  limits: fewTasksLimits,
  detect(facts) {
    return facts.stages
      .map((stage) => ({ ...stage, slots: slotsAt(facts.model, stage.attempt.startMs) || stage.slots }))
      .filter(({ attempt, slots }) => attempt.taskCount > 1 && attempt.taskCount < slots)
      .filter((stage) => !isNarrowByNature(facts, stage))
      .map((stage) => toFinding(facts, stage))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function toFinding(facts: Facts, stage: StageView): Finding {
  const { attempt, slots, shareMs } = stage;
  const reason = findNarrowReason(attempt, scansOf(facts.model, attempt));
  const wallClockMs = Math.round(savedBySplitting(facts, stage, facts.limitsOf(fewTasksLimits)));
  return {
    id: `too-few-tasks:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'too-few-tasks',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} had ${plural(attempt.taskCount, 'task')} for ${plural(slots, 'slot')}`,
    cause: {
      class: reason?.class ?? 'too-few-tasks',
      // The plan may say who asked for so few; whether the work of a task can be cut further stands nowhere.
      confidence: 'probable',
      because: reason?.because ?? 'it was split into fewer parts than could run at once',
      ruledOut: [],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(shareMs * (slots - attempt.taskCount)), basis: 'replay' },
    evidence: [
      { name: 'tasks', value: attempt.taskCount, unit: 'tasks' },
      { name: 'slots', value: slots, unit: 'slots' },
      ...(reason === undefined ? [] : [{ name: 'in the plan', value: reason.node }]),
      ...stageEvidence(attempt),
    ],
    advice: [
      ...(reason === undefined ? [] : [{ text: reason.advice }]),
      ...partitionAdvice(facts, stage, 2 * slots, 'Split its data into at least as many parts as there are slots.'),
    ],
  };
}
