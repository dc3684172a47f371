import { isAdaptive } from '../derive/adaptive-execution.ts';
import type { Facts, StageView } from '../derive/facts.ts';
import { stragglerLimits, type Stragglers } from '../derive/stragglers.ts';
import { formatBytes, formatDuration, plural } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import { aboutStage, stageEvidence } from './shared/about-stage.ts';
import type { Advice, Detector, Finding } from './types.ts';

/** Stages that waited for few tasks which had far more to do than the others. */
export const taskSkew: Detector = {
  id: 'task-skew',
  title: 'Skewed tasks',
  limits: stragglerLimits,
  detect(facts) {
    return facts.stages.flatMap((stage) => {
      const stragglers = facts.stragglersOf(stage);
      // A slow host, a collection pause or a cold start is no skew: evening the data out would not help.
      const isSkew = stragglers?.cause === 'data' || stragglers?.cause === 'compute';
      if (stragglers === undefined || !isSkew || stragglers.costMs < facts.noticeableMs) return [];
      return [toFinding(facts, stage, stragglers)];
    });
  },
};

function toFinding(facts: Facts, { attempt, slots }: StageView, found: Stragglers): Finding {
  const wallClockMs = Math.round(found.costMs);
  const byData = found.cause === 'data';
  return {
    id: `task-skew:${attempt.stageId}.${attempt.attemptId}`,
    kind: 'task-skew',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `Stage ${attempt.stageId} waited for ${plural(found.count, 'long task')} of ${found.taskCount}: up to ${formatDuration(found.maxMs)} where the median took ${formatDuration(found.medianMs)}`,
    cause: {
      class: byData ? 'data-skew' : 'compute-skew',
      confidence: byData ? (found.dataRatio >= found.maxMs / found.medianMs / 2 ? 'certain' : 'probable') : 'possible',
      because: byData
        ? `the longest read ${formatBytes(found.maxBytes)} where the median read ${formatBytes(found.medianBytes)}`
        : 'it read no more than the others, and computed all the time: some keys cost more than others',
      ruledOut: [{ class: 'slow-host', because: byData ? 'the data explains the time' : 'it was computing' }],
    },
    ...aboutStage(attempt),
    cost: { wallClockMs, coreMs: wallClockMs * (slots - 1), basis: 'replay' },
    evidence: [
      { name: 'longest task', value: found.maxMs, unit: 'ms' },
      { name: 'median task', value: found.medianMs, unit: 'ms' },
      { name: 'read by the longest', value: found.maxBytes, unit: 'bytes' },
      { name: 'read by the median', value: found.medianBytes, unit: 'bytes' },
      ...stageEvidence(attempt),
    ],
    advice: adviceFor(facts, byData),
  };
}

function adviceFor(facts: Facts, byData: boolean): Advice[] {
  if (!byData)
    return [{ text: 'Find the rows that cost most (large values, many matches) and spread or simplify them.' }];
  return [
    isAdaptive(facts.model)
      ? {
          text: 'Adaptive execution splits skewed joins above its limits: lower them, or add a salt to the key.',
          setting: 'spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes',
        }
      : {
          text: 'Let adaptive execution split the skewed partitions of joins.',
          setting: 'spark.sql.adaptive.enabled',
          value: 'true',
        },
    { text: 'It helped when the longest task of this stage comes near the median.' },
  ];
}
