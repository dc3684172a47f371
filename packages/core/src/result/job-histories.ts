import { retriesOf, type JobRun, type JobTask } from '../cluster/databricks/job-runs.ts';
import type { ClusterStory } from '../cluster/cluster-story.ts';
import type { HistoryRun } from '../compare/history/check-history.ts';
import { groupBy } from '../util/group-by.ts';

/** The runs of each job of a platform's history, by the name of the job, oldest first. */
export function jobHistories({ jobRuns }: ClusterStory): Map<string, HistoryRun[]> {
  const byJob = groupBy(jobRuns, ({ jobId, name, runId }) => jobId ?? name ?? runId);
  return new Map(
    [...byJob].map(([id, runs]) => [runs.findLast(({ name }) => name !== undefined)?.name ?? id, runs.map(toHistory)]),
  );
}

function toHistory(run: JobRun): HistoryRun {
  const { runId, startEpochMs = 0, durationMs, result, message } = run;
  const waits = run.criticalPath.length > 0 ? run.criticalPath : [run];
  const ended = run.endEpochMs !== undefined || durationMs > 0;
  return {
    id: runId,
    startedAt: new Date(startEpochMs).toISOString(),
    durationMs,
    waitingMs: Math.min(
      durationMs,
      waits.reduce((sum, { phases }) => sum + phases.queueMs + phases.setupMs, 0),
    ),
    problems: [
      ...(ended ? [] : ['the run has not ended']),
      ...(result.startsWith('SUCCESS')
        ? []
        : [`the run ended as ${result}${message === undefined ? '' : `: ${message}`}`]),
    ],
    tasks: [...groupBy(run.tasks, ({ key }) => key)].flatMap(([key, attempts]) => {
      const last = [...attempts].sort((a, b) => a.attempt - b.attempt).at(-1);
      return last === undefined ? [] : [{ key, executionMs: executionOf(last), retries: retriesOf(attempts) }];
    }),
  };
}

/** Tasks that ran on serverless compute have no phases, only a start and an end. */
function executionOf({ phases, startEpochMs, endEpochMs }: JobTask): number {
  if (phases.executionMs > 0 || startEpochMs === undefined || endEpochMs === undefined) return phases.executionMs;
  return Math.max(0, endEpochMs - startEpochMs - phases.queueMs - phases.setupMs);
}
