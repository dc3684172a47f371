import type { Facts, StageView } from '../derive/facts.ts';
import { savedWithoutMs } from '../derive/stage-replay.ts';
import { formatShare } from '../util/format.ts';
import { declareLimits } from '../util/limits.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import { memoryAdvice } from './shared/memory-advice.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('gc-pressure', {
  gcShare: { usual: 0.1, unit: 'share', reason: 'Most of the field looks from a tenth of task time on.' },
});

/** Stages that spent a good part of their task time in garbage collection. */
export const gcPressure: Detector = {
  id: 'gc-pressure',
  title: 'Garbage collection',
  limits,
  detect(facts) {
    const { gcShare } = facts.limitsOf(limits);
    return facts.stages
      .filter(({ stats }) => stats.gcMs >= gcShare * stats.taskMs && stats.gcMs > 0)
      .map((stage) => toFinding(facts, stage))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function toFinding(facts: Facts, stage: StageView): Finding {
  const { attempt, stats, slots } = stage;
  const ratio = stats.gcMs / stats.taskMs;
  const wallClockMs = Math.round(savedWithoutMs(facts, stage, 'jvmGcMs'));
  return {
    id: `gc-pressure:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'gc-pressure',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} spent ${formatShare(ratio)} of its task time in garbage collection`,
    cause: {
      class: 'memory',
      confidence: 'probable',
      because: 'its executors had little free heap for what its tasks allocated',
      ruledOut: [],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: stats.gcMs, basis: 'replay' },
    evidence: [
      {
        name: 'share of task time',
        value: Number(ratio.toFixed(3)),
        unit: 'ratio',
        limit: facts.limitsOf(limits).gcShare,
      },
      { name: 'garbage collection', value: stats.gcMs, unit: 'ms' },
      { name: 'slots', value: slots, unit: 'slots' },
      ...stageEvidence(attempt),
    ],
    advice: [
      ...memoryAdvice(facts, true),
      { text: 'Cache less, or in serialised form; avoid large objects in user code.' },
      { text: 'It helped when this stage spends less than a tenth of its task time in collections.' },
    ],
  };
}
