import type { ApplicationModel, Job, StreamingBatch } from '../../model/application-model.ts';
import { firstAbove } from '../../util/binary-search.ts';
import { groupBy } from '../../util/group-by.ts';
import { firstLaunches } from '../driver-delays.ts';

/**
 * For how long the stages of each batch waited, together, from their submission to their first task: for the driver, for slots, for jobs
 * of other queries ahead of them in the queue. In milliseconds, in the order of `batches`; 0 where no stage of a batch is in the log.
 *
 * @param batches with the query that each belongs to
 */
export function measureBatchDelays(
  model: ApplicationModel,
  batches: readonly { readonly queryId: string; readonly batch: StreamingBatch }[],
): Float64Array {
  const delayOfJob = delayByJob(model);
  const jobsOf = groupBy(model.jobs, ({ streamingQueryId }) => streamingQueryId);
  const starts = new Map([...jobsOf].map(([query, jobs]) => [query, jobs.map(({ startMs }) => startMs)]));
  return Float64Array.from(batches, ({ queryId, batch }) => {
    const jobs: readonly Job[] = jobsOf.get(queryId) ?? [];
    const first = firstAbove(starts.get(queryId) ?? [], batch.startMs - 1);
    let delayMs = 0;
    for (let at = first; (jobs[at]?.startMs ?? Infinity) <= batch.endMs; at++) {
      delayMs += delayOfJob.get(jobs[at]?.id ?? -1) ?? 0;
    }
    return delayMs;
  });
}

function delayByJob(model: ApplicationModel): Map<number, number> {
  const launches = firstLaunches(model);
  const delays = new Map<number, number>();
  model.stageAttempts.forEach(({ jobId, startMs }, index) => {
    const launchMs = launches[index] ?? Number.POSITIVE_INFINITY;
    if (jobId === undefined || !Number.isFinite(launchMs)) return;
    delays.set(jobId, (delays.get(jobId) ?? 0) + Math.max(0, launchMs - startMs));
  });
  return delays;
}
