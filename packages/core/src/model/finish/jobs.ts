import { groupBy } from '../../util/group-by.ts';
import type { Job } from '../application-model.ts';
import type { JobDraft, ModelDraft, StageAttemptDraft } from '../draft.ts';
import { relativeSpan, type ApplicationClock } from './clock.ts';

type AttemptsByStage = ReadonlyMap<number, readonly StageAttemptDraft[]>;

export function finishJobs(draft: ModelDraft, clock: ApplicationClock): Job[] {
  const attemptsByStage = groupBy(draft.stageAttempts, (attempt) => attempt.stageId);
  const jobs: Job[] = [];
  for (const job of draft.jobs.values()) {
    // An end without a start belongs to a job from before this (partial) log: nothing can be said of it.
    if (!job.started) {
      draft.quality.jobsWithoutStart++;
      continue;
    }
    // Logs of Spark 1.x may lack the submission time: the first stage stands in.
    const startEpochMs = job.startEpochMs ?? firstStageStart(job, attemptsByStage) ?? clock.startEpochMs;
    const endInferred = job.endEpochMs === undefined;
    if (!job.ended) draft.quality.jobsWithoutEnd++;
    const endEpochMs = job.endEpochMs ?? inferJobEnd(clock, job, startEpochMs, attemptsByStage);
    jobs.push({
      id: job.id,
      ...relativeSpan(draft, clock, startEpochMs, endEpochMs),
      endInferred,
      succeeded: job.succeeded,
      failureMessage: job.failureMessage,
      name: job.name,
      description: job.description,
      jobGroup: job.jobGroup,
      schedulerPool: job.schedulerPool,
      sqlExecutionId: job.sqlExecutionId,
      streamingQueryId: job.streamingQueryId,
      stageIds: job.stageIds,
      endPlace: job.endPlace,
    });
  }
  return jobs.sort((a, b) => a.startMs - b.startMs || a.id - b.id);
}

function firstStageStart(job: JobDraft, attemptsByStage: AttemptsByStage): number | undefined {
  const starts = job.stageIds.flatMap((stageId) =>
    (attemptsByStage.get(stageId) ?? []).flatMap((attempt) => attempt.startEpochMs ?? []),
  );
  return starts.length === 0 ? undefined : Math.min(...starts);
}

/** A job whose stages all completed lost only its end event; any other was open when the log stopped. */
function inferJobEnd(
  clock: ApplicationClock,
  job: JobDraft,
  startEpochMs: number,
  attemptsByStage: AttemptsByStage,
): number {
  const attempts = job.stageIds.flatMap((stageId) => attemptsByStage.get(stageId) ?? []);
  const resultStageRan = job.stageIds.some(
    (stageId) => stageId === Math.max(...job.stageIds) && attemptsByStage.has(stageId),
  );
  const ends = attempts.map((attempt) => attempt.endEpochMs);
  if (resultStageRan && !ends.includes(undefined)) {
    return ends.reduce<number>((latest, end) => Math.max(latest, end ?? latest), startEpochMs);
  }
  return clock.startEpochMs + clock.durationMs;
}
