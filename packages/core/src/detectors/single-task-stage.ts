import type { Facts, StageView } from '../derive/facts.ts';
import { isNarrowByNature } from '../derive/narrow-by-nature.ts';
import { findNarrowReason, scansOf } from '../derive/single-partition.ts';
import { formatDuration, plural } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import { savedBySplitting, singleTaskLimits } from './shared/split-price.ts';
import type { Detector, Finding } from './types.ts';

/** Stages of one task that kept the whole cluster waiting. */
export const singleTaskStage: Detector = {
  id: 'single-task-stage',
  title: 'Stages of one task',
  limits: singleTaskLimits,
  detect(facts) {
    return facts.stages
      .filter(({ attempt, slots }) => attempt.taskCount === 1 && slots > 1)
      .filter((stage) => !isNarrowByNature(facts, stage))
      .map((stage) => toFinding(facts, stage))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function toFinding(facts: Facts, stage: StageView): Finding {
  const { attempt, slots, shareMs, stats } = stage;
  const wallClockMs = Math.round(savedBySplitting(facts, stage, facts.limitsOf(singleTaskLimits)));
  const reason = findNarrowReason(attempt, scansOf(facts.model, attempt));
  return {
    id: `single-task-stage:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'single-task-stage',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} ran ${formatDuration(attempt.endMs - attempt.startMs)} with one task while ${plural(slots - 1, 'other slot')} had none of its work`,
    cause: {
      class: reason?.class ?? 'single-task-stage',
      // That it had one task is certain; that more would have helped is so only where the plan says who wanted one.
      confidence: reason?.confidence ?? 'probable',
      because: reason?.because ?? 'all its data was in one partition; the log does not tell why',
      ruledOut: [],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: Math.round(shareMs * (slots - 1)), basis: 'replay' },
    evidence: [
      { name: 'slots', value: slots, unit: 'slots' },
      { name: 'read from storage', value: stats.inputBytes, unit: 'bytes' },
      { name: 'read from shuffles', value: stats.shuffleReadBytes, unit: 'bytes' },
      ...(reason === undefined ? [] : [{ name: 'in the plan', value: reason.node }]),
      ...stageEvidence(attempt),
    ],
    advice: [
      reason !== undefined
        ? { text: reason.advice }
        : stats.shuffleReadBytes > 0
          ? {
              text: 'Look for coalesce(1), repartition(1), a window without PARTITION BY, or a global sort or limit before this stage.',
            }
          : {
              text: 'Look for one file that cannot be split (gzip, multi-line CSV or JSON), schema inference, or coalesce(1).',
            },
      { text: `It helped when this stage runs ${slots} tasks or more.` },
    ],
  };
}
