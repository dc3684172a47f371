import type { Result } from '@cinderlog/core';
import type { Highlight } from './highlight.ts';

/** What is looked for and not there fades everything. */
const nothing = -1;

/**
 * Reads a filter of the lanes: `stage:12`, `job:3`, `exec:3`, `host:worker-1` (a part of the name is enough) and `failed`, any of them
 * together. Words of one kind widen, kinds narrow. What the words do not name fades; time is never taken out.
 *
 * @returns nothing when no word is a filter
 */
export function readLaneFilter(text: string, result: Result): Highlight | undefined {
  const stageIds = new Set<number>();
  const jobIds = new Set<number>();
  const executors = new Set<string>();
  let onlyTrouble = false;
  for (const word of text.trim().split(/\s+/)) {
    const [, kind = '', value = ''] = /^(\w+):(.+)$/.exec(word) ?? [];
    if (word === 'failed') onlyTrouble = true;
    else if (kind === 'stage') stageIds.add(Number(value));
    else if (kind === 'job') jobIds.add(Number(value));
    else if (kind === 'exec' || kind === 'executor') executors.add(value);
    else if (kind === 'host') {
      for (const { id, host } of result.executors) if (host.includes(value)) executors.add(id);
      if (executors.size === 0) executors.add(String(nothing));
    }
  }
  if (stageIds.size + jobIds.size + executors.size === 0 && !onlyTrouble) return undefined;
  const narrows = stageIds.size + jobIds.size > 0;
  const wanted = result.stages.map(
    (stage) =>
      (stageIds.size === 0 || stageIds.has(stage.stageId)) && (jobIds.size === 0 || jobIds.has(stage.jobId ?? nothing)),
  );
  const stages = placesWhere(result.stages, (_, place) => narrows && wanted[place] === true);
  const ownJobs = new Set([...stages].map((place) => result.stages[place]?.jobId));
  const jobs = placesWhere(result.jobs, ({ id }) => narrows && ownJobs.has(id));
  const ownQueries = new Set([...stages].map((place) => result.stages[place]?.sqlExecutionId));
  const sql = placesWhere(result.sqlExecutions, ({ id }) => narrows && ownQueries.has(id));
  if (narrows) for (const set of [stages, jobs, sql]) if (set.size === 0) set.add(nothing);
  return { stages, jobs, sql, executors, ranges: [], onlyTrouble };
}

function placesWhere<Item>(items: readonly Item[], isWanted: (item: Item, place: number) => boolean): Set<number> {
  return new Set(items.flatMap((item, place) => (isWanted(item, place) ? [place] : [])));
}
