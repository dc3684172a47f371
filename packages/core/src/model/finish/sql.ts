import { groupBy } from '../../util/group-by.ts';
import type { Job, SqlExecution } from '../application-model.ts';
import type { ModelDraft } from '../draft.ts';
import { relativeSpan, type ApplicationClock } from './clock.ts';
import { mostOf } from '../../util/extremes.ts';

export function finishSql(draft: ModelDraft, clock: ApplicationClock, jobs: readonly Job[]): SqlExecution[] {
  const jobsByExecution = groupBy(jobs, (job) => job.sqlExecutionId);
  const started = [...draft.sqlExecutions.values()].filter((execution) => execution.startEpochMs !== undefined);
  draft.quality.sqlExecutionsWithoutStart = draft.sqlExecutions.size - started.length;
  const lastStart = started.reduce((latest, execution) => Math.max(latest, execution.startEpochMs ?? 0), 0);
  return started.map((execution) => {
    const startEpochMs = execution.startEpochMs ?? clock.startEpochMs;
    const endInferred = execution.endEpochMs === undefined;
    if (endInferred) draft.quality.sqlExecutionsWithoutEnd++;
    const endEpochMs =
      execution.endEpochMs ??
      inferSqlEnd(draft, clock, startEpochMs, lastStart, jobsByExecution.get(execution.id) ?? []);
    return {
      id: execution.id,
      rootId: execution.rootId,
      description: execution.description,
      callSite: execution.callSite,
      ...relativeSpan(draft, clock, startEpochMs, endEpochMs),
      endInferred,
      errorMessage: execution.errorMessage,
      planTextChars: execution.planTextChars,
      planChanges: execution.planChanges,
      planOperators: execution.planOperators,
      filesRead: execution.filesRead,
      fileBytesRead: execution.fileBytesRead,
      startPlace: execution.startPlace,
      plan: draft.plans.summaryOf(execution.id),
    };
  });
}

/**
 * With jobs, an execution lasts until the last of them. Without, it was a command whose end is lost, unless nothing at all
 * was started after it and the application did not end in order: then it was open when the log stopped.
 */
function inferSqlEnd(
  draft: ModelDraft,
  clock: ApplicationClock,
  startEpochMs: number,
  lastStartEpochMs: number,
  jobs: readonly Job[],
): number {
  if (jobs.length > 0) return clock.startEpochMs + mostOf(jobs, (job) => job.endMs);
  const cutShort = draft.end === undefined && startEpochMs === lastStartEpochMs;
  return cutShort ? clock.startEpochMs + clock.durationMs : startEpochMs;
}
