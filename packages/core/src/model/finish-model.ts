import type { ApplicationModel } from './application-model.ts';
import { describeQuality } from './describe-quality.ts';
import type { ModelDraft } from './draft.ts';
import { applicationClock } from './finish/clock.ts';
import { findUnregistered, finishExecutors } from './finish/executors.ts';
import { finishJobs } from './finish/jobs.ts';
import { closeOpenTasks } from './finish/open-tasks.ts';
import { finishSql } from './finish/sql.ts';
import { finishStages } from './finish/stages.ts';
import { finishStreamingRun } from './finish/streaming.ts';

/** Fills the holes of a draft, marks what was filled, and makes all times relative to the start of the application. */
export function finishModel(draft: ModelDraft): ApplicationModel {
  const clock = applicationClock(draft);
  const jobs = finishJobs(draft, clock);
  const stageAttempts = finishStages(draft, clock, jobs);
  const sqlExecutions = finishSql(draft, clock, jobs);
  const workStartsMs = [...jobs, ...sqlExecutions].map(({ startMs }) => startMs).sort((a, b) => a - b);
  const streamingRuns = [...draft.streamingRuns.values()].map((run) => finishStreamingRun(run, clock, workStartsMs));
  closeOpenTasks(draft, clock, stageAttempts);
  draft.tasks.shiftTimes(clock.startEpochMs);
  const unregisteredExecutors = findUnregistered(draft, clock);
  const model: ApplicationModel = {
    application: {
      id: draft.start?.id,
      attemptId: draft.start?.attemptId,
      name: draft.start?.name,
      user: draft.start?.user,
      sparkVersion: draft.sparkVersion,
      startEpochMs: clock.startEpochMs,
      startInferred: draft.start === undefined,
      durationMs: clock.durationMs,
      endInferred: draft.end === undefined,
      exitCode: draft.end?.exitCode,
    },
    environment: draft.environment,
    resourceProfiles: draft.resourceProfiles,
    executors: finishExecutors(draft, clock, unregisteredExecutors),
    unregisteredExecutors,
    exclusions: draft.exclusions.map(({ epochMs, ...exclusion }) => ({ ...exclusion, timeMs: clock.since(epochMs) })),
    jobs,
    stageAttempts,
    sqlExecutions,
    streamingRuns,
    driverMetrics: draft.driverMetrics,
    tasks: draft.tasks,
    resubmissions: draft.resubmissions,
    quality: draft.quality,
    parts: draft.parts,
  };
  describeQuality(model);
  return model;
}
