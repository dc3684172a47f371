import type { StageAttempt } from '../../model/application-model.ts';
import type { Evidence, Finding } from '../types.ts';

/** Subject and range of a finding about one stage attempt. */
export function aboutStage(attempt: StageAttempt): Pick<Finding, 'subjects' | 'ranges'> {
  return {
    subjects: [{ type: 'stage-attempt', stageId: attempt.stageId, attemptId: attempt.attemptId }],
    ranges: [{ startMs: attempt.startMs, endMs: attempt.endMs }],
  };
}

/** The name of the stage and where its completion stands in the log; nothing when it never completed. */
export function stageEvidence(attempt: StageAttempt): Evidence[] {
  if (attempt.endPlace === undefined) return [];
  return [{ name: 'stage', value: attempt.name ?? 'unnamed', place: attempt.endPlace }];
}
