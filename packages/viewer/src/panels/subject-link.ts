import type { ResultFinding } from '@cinderlog/core';
import type { Viewer } from '../app/viewer.svelte.ts';
import type { Selection } from '../state/selection.ts';

/** A subject of a finding as something to click on; nothing for what the timeline does not show. */
export function subjectLink(
  subject: ResultFinding['subjects'][number],
  viewer: Viewer,
): { text: string; selection: Selection } | undefined {
  const { result } = viewer.index;
  switch (subject.type) {
    case 'executor':
      return { text: `executor ${subject.id}`, selection: { kind: 'executor', id: subject.id } };
    case 'job': {
      const index = result.jobs.findIndex(({ id }) => id === subject.id);
      return index < 0 ? undefined : { text: `job ${subject.id}`, selection: { kind: 'job', index } };
    }
    case 'sql-execution': {
      const index = result.sqlExecutions.findIndex(({ id }) => id === subject.id);
      return index < 0 ? undefined : { text: `query ${subject.id}`, selection: { kind: 'sql', index } };
    }
    case 'stage-attempt': {
      const index = result.stages.findIndex((s) => s.stageId === subject.stageId && s.attemptId === subject.attemptId);
      return index < 0 ? undefined : { text: viewer.names.stageNumber(index), selection: { kind: 'stage', index } };
    }
    default:
      return undefined;
  }
}
