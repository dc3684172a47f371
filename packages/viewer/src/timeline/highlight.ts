import type { Result, ResultFinding } from '@cinderlog/core';

/** What a finding (or a selection) is about: all else fades. An empty set fades nothing of its kind. */
export interface Highlight {
  /** Indices into the stages of the result, and so on. */
  readonly stages: ReadonlySet<number>;
  readonly jobs: ReadonlySet<number>;
  readonly sql: ReadonlySet<number>;
  readonly executors: ReadonlySet<string>;
  readonly ranges: readonly { readonly startMs: number; readonly endMs: number }[];
  /** Fades what went well, too. */
  readonly onlyTrouble?: boolean;
}

/** The things that a finding names, by their places in the result. */
export function highlightOf(finding: ResultFinding, result: Result): Highlight {
  const stages = new Set<number>();
  const jobs = new Set<number>();
  const sql = new Set<number>();
  const executors = new Set<string>();
  for (const subject of finding.subjects) {
    switch (subject.type) {
      case 'executor':
        executors.add(subject.id);
        break;
      case 'host':
        for (const { id, host } of result.executors) if (host === subject.id) executors.add(id);
        break;
      case 'job':
        addIndex(
          jobs,
          result.jobs.findIndex((job) => job.id === subject.id),
        );
        break;
      case 'sql-execution':
        addIndex(
          sql,
          result.sqlExecutions.findIndex((execution) => execution.id === subject.id),
        );
        break;
      case 'stage-attempt':
        addIndex(
          stages,
          result.stages.findIndex((s) => s.stageId === subject.stageId && s.attemptId === subject.attemptId),
        );
    }
  }
  return { stages, jobs, sql, executors, ranges: finding.ranges };
}

function addIndex(set: Set<number>, index: number): void {
  if (index >= 0) set.add(index);
}

/** Whether a span fades; on layer 0 is what went well. */
export function isFaded(
  highlight: Highlight | undefined,
  lane: string,
  layer: number,
  id: number,
  tag: number,
  executorId: string | undefined,
): boolean {
  if (highlight === undefined) return false;
  const { stages, jobs, sql, executors, onlyTrouble = false } = highlight;
  const isWell = onlyTrouble && layer === 0;
  if (executorId !== undefined) {
    return isWell || (executors.size > 0 && !executors.has(executorId)) || (stages.size > 0 && !stages.has(tag));
  }
  if (lane === 'stages') return isWell || (stages.size > 0 && !stages.has(id));
  if (lane === 'jobs') return isWell || (jobs.size > 0 && !jobs.has(id));
  if (lane === 'sql') return isWell || (sql.size > 0 && !sql.has(id));
  return false;
}
