import type { RunIndex } from '@cinderlog/core';
import type { Selection } from './selection.ts';

/** The query that something belongs to, as its place in the SQL executions of the result. */
export function queryOf(selection: Selection | undefined, { result }: RunIndex): number | undefined {
  const place = (executionId: number | undefined) => {
    const found = result.sqlExecutions.findIndex(({ id }) => id === executionId);
    return executionId === undefined || found < 0 ? undefined : found;
  };
  const ofStage = (index: number) => place(result.stages[index]?.sqlExecutionId);
  switch (selection?.kind) {
    case 'sql':
      return selection.index;
    case 'job':
      return place(result.jobs[selection.index]?.sqlExecutionId);
    case 'stage':
      return ofStage(selection.index);
    case 'task':
      return ofStage(selection.stage);
    default:
      return undefined;
  }
}
