import type { StageAttempt } from '../../model/application-model.ts';
import type { Evidence, Finding, Subject } from '../types.ts';

/** A stage attempt as the subject of a finding. */
export function stageSubject({ stageId, attemptId }: StageAttempt): Subject {
  return { type: 'stage-attempt', stageId, attemptId };
}

/** Subject and range of a finding about one stage attempt. */
export function aboutStage(attempt: StageAttempt): Pick<Finding, 'subjects' | 'ranges'> {
  return {
    subjects: [stageSubject(attempt), ...ownersOf(attempt)],
    ranges: [{ startMs: attempt.startMs, endMs: attempt.endMs }],
  };
}

/** The job and the query that a stage worked for. */
function ownersOf({ jobId, sqlExecutionId }: StageAttempt): Subject[] {
  return [
    ...(jobId === undefined ? [] : [{ type: 'job' as const, id: jobId }]),
    ...(sqlExecutionId === undefined ? [] : [{ type: 'sql-execution' as const, id: sqlExecutionId }]),
  ];
}

/** More would bury the numbers. */
const mostPlanNodes = 3;

/** The name of the stage, where its completion stands in the log, its call site and its nodes of the SQL plan; nothing when it never completed. */
export function stageEvidence(attempt: StageAttempt): Evidence[] {
  if (attempt.endPlace === undefined) return [];
  const callSite = callSiteOf(attempt);
  return [
    { name: 'stage', value: attempt.name ?? 'unnamed', place: attempt.endPlace },
    ...(callSite === undefined ? [] : [{ name: 'called at', value: callSite }]),
    ...attempt.planNodes.slice(0, mostPlanNodes).map((node) => ({ name: 'plan node', value: node })),
  ];
}

/** The innermost frame that is not Spark's own or the platform's: the line of the program. */
function callSiteOf({ details }: StageAttempt): string | undefined {
  const frames = details?.split('\n') ?? [];
  return frames.find(
    (frame) => frame.trim() !== '' && !/^(org\.apache\.spark|java\.|scala\.|jdk\.|sun\.|py4j\.)/.test(frame),
  );
}
