import type { RunIndex } from '@cinderlog/core';
import type { RunNames } from '../timeline/run-names.ts';
import type { Selection } from './selection.ts';

/** A thing in a few words. */
export function describeSelection(selection: Selection, names: RunNames, index: RunIndex): string {
  switch (selection.kind) {
    case 'finding':
      return names.finding(selection.index);
    case 'job':
      return names.job(selection.index);
    case 'stage':
      return names.stage(selection.index);
    case 'sql':
      return names.sql(selection.index);
    case 'batch':
      return names.batch(selection.index);
    case 'cluster': {
      const executorId = index.clusterEvents[selection.index]?.executorId;
      return executorId === undefined ? 'cluster event' : `executor ${executorId}`;
    }
    case 'cluster-log':
      return names.clusterLog(selection.index);
    case 'executor':
      return `executor ${selection.id}`;
    case 'task':
      return `task of ${names.stageNumber(selection.stage)}`;
    case 'label':
      return names.label(selection.code);
    case 'area':
      return 'area';
  }
}
