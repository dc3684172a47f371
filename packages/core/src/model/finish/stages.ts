import type { Job, StageAttempt } from '../application-model.ts';
import type { ModelDraft, StageAttemptDraft } from '../draft.ts';
import { relativeSpan, type ApplicationClock } from './clock.ts';

export function finishStages(draft: ModelDraft, clock: ApplicationClock, jobs: readonly Job[]): StageAttempt[] {
  const jobsByStage = new Map<number, Job[]>();
  for (const job of jobs) {
    for (const stageId of job.stageIds) {
      const users = jobsByStage.get(stageId);
      if (users === undefined) jobsByStage.set(stageId, [job]);
      else users.push(job);
    }
  }
  return draft.stageAttempts.map((attempt) => {
    // Spark gives no time to an attempt that has nothing left to run: it ends when it starts.
    const startEpochMs = attempt.startEpochMs ?? attempt.firstTaskEpochMs ?? attempt.endEpochMs ?? clock.startEpochMs;
    const startMs = clock.since(startEpochMs);
    // A stage can be shared by jobs; it was submitted for the one open at that time.
    const job = jobsByStage
      .get(attempt.stageId)
      ?.find((candidate) => candidate.startMs <= startMs && startMs <= candidate.endMs);
    const endInferred = attempt.endEpochMs === undefined;
    if (!attempt.submitted) draft.quality.stagesWithoutStart++;
    else if (endInferred && attempt.endPlace === undefined) draft.quality.stagesWithoutEnd++;
    const endEpochMs = attempt.endEpochMs ?? inferStageEnd(attempt, clock, job);
    return {
      stageId: attempt.stageId,
      attemptId: attempt.attemptId,
      submitted: attempt.submitted,
      name: attempt.name,
      details: attempt.details,
      taskCount: attempt.taskCount,
      parentIds: attempt.parentIds,
      ...relativeSpan(draft, clock, startEpochMs, endEpochMs),
      endInferred,
      failureReason: attempt.failureReason,
      jobId: job?.id,
      sqlExecutionId: attempt.sqlExecutionId ?? job?.sqlExecutionId,
      resourceProfileId: attempt.resourceProfileId,
      endPlace: attempt.endPlace,
      planNodes: attempt.planNodes ?? [],
      resultBytes: attempt.resultBytes ?? 0,
      isCoalesced: attempt.isCoalesced ?? false,
      feedsBroadcast: attempt.feedsBroadcast ?? false,
      partitionCount: attempt.partitionCount ?? 0,
    };
  });
}

function inferStageEnd(attempt: StageAttemptDraft, clock: ApplicationClock, job: Job | undefined): number {
  if (attempt.taskCount > 0 && attempt.successfulTasks >= attempt.taskCount && attempt.lastTaskEpochMs !== undefined) {
    return attempt.lastTaskEpochMs;
  }
  return clock.startEpochMs + (job?.endMs ?? clock.durationMs);
}
