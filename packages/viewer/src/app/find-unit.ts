import { normaliseCallSite, normaliseName, type RunIndex, type UnitComparison } from '@cinderlog/core';
import type { Selection } from '../state/selection.ts';

/** What of a unit of a comparison tells which one of a run it is. */
export type SoughtUnit = Pick<UnitComparison, 'kind' | 'name' | 'within'>;

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The job, query or stage of a run that a comparison speaks of. Comparisons know names without what changes from run to run, so several
 * may fit: then the one whose length is nearest to that compared. Nothing for what has no place of its own.
 */
export function findUnit(unit: SoughtUnit, durationMs: number, { result, batches }: RunIndex): Selection | undefined {
  const jobName = (job: (typeof result.jobs)[number] | undefined) =>
    normaliseName(job?.description ?? job?.name ?? 'job');
  switch (unit.kind) {
    case 'job': {
      const index = nearest(result.jobs, durationMs, (job) => jobName(job) === unit.name);
      return index === undefined ? undefined : { kind: 'job', index };
    }
    case 'sql-execution': {
      const index = nearest(result.sqlExecutions, durationMs, ({ id, description }) => {
        const described = result.jobs.find((job) => job.sqlExecutionId === id && job.description !== undefined);
        return normaliseName(described?.description ?? description ?? 'SQL execution') === unit.name;
      });
      return index === undefined ? undefined : { kind: 'sql', index };
    }
    case 'stage': {
      const index = nearest(result.stages, durationMs, ({ name, jobId }) => {
        const isWithin =
          unit.within === undefined || jobName(result.jobs.find(({ id }) => id === jobId)) === unit.within;
        return isWithin && normaliseCallSite(name ?? 'stage') === unit.name;
      });
      return index === undefined ? undefined : { kind: 'stage', index };
    }
    case 'job-group': {
      const jobs = result.jobs.filter(
        ({ jobGroup }) => jobGroup !== undefined && normaliseName(jobGroup) === unit.name,
      );
      if (jobs.length === 0) return undefined;
      const startMs = Math.min(...jobs.map((job) => job.startMs));
      return { kind: 'area', startMs, endMs: Math.max(...jobs.map((job) => job.endMs)) };
    }
    case 'stream': {
      const index = nearest(batches, durationMs, ({ query }) => normaliseName(query) === unit.name);
      return index === undefined ? undefined : { kind: 'batch', index };
    }
  }
}

/** The place of the item that fits and whose length is nearest. */
function nearest<Item extends Span>(
  items: readonly Item[],
  durationMs: number,
  fits: (item: Item) => boolean,
): number | undefined {
  let best: number | undefined;
  let bestDistanceMs = Number.POSITIVE_INFINITY;
  for (const [place, item] of items.entries()) {
    const distanceMs = Math.abs(item.endMs - item.startMs - durationMs);
    if (distanceMs >= bestDistanceMs || !fits(item)) continue;
    best = place;
    bestDistanceMs = distanceMs;
  }
  return best;
}
