import type { StageAttempt } from '../../model/application-model.ts';
import type { Evidence, Finding, Subject } from '../types.ts';

/** A stage attempt as the subject of a finding. */
export function stageSubject({ stageId, attemptId }: StageAttempt): Subject {
  return { type: 'stage-attempt', stageId, attemptId };
}

/** Subject and range of a finding about one stage attempt. */
export function aboutStage(attempt: StageAttempt): Pick<Finding, 'subjects' | 'ranges'> {
  return {
    subjects: [stageSubject(attempt)],
    ranges: [{ startMs: attempt.startMs, endMs: attempt.endMs }],
  };
}

/** The name of the stage and where its completion stands in the log; nothing when it never completed. */
export function stageEvidence(attempt: StageAttempt): Evidence[] {
  if (attempt.endPlace === undefined) return [];
  return [{ name: 'stage', value: attempt.name ?? 'unnamed', place: attempt.endPlace }];
}
