import type { EventSubject, RunIndex } from '@cinderlog/core';
import type { Selection } from './selection.ts';

/** What to look up in the log for a selection; nothing for what no event tells of. */
export function subjectOf(selection: Selection | undefined, index: RunIndex): EventSubject | undefined {
  switch (selection?.kind) {
    case 'job':
    case 'stage':
    case 'sql':
    case 'batch':
      return { kind: selection.kind, index: selection.index };
    case 'task':
      return { kind: 'task', index: selection.row };
    case 'executor':
      return { kind: 'executor', id: selection.id };
    case 'cluster': {
      const id = index.clusterEvents[selection.index]?.executorId;
      return id === undefined ? undefined : { kind: 'executor', id };
    }
    default:
      return undefined;
  }
}
