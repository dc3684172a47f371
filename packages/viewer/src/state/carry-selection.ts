import type { RunIndex } from '@cinderlog/core';
import type { Selection } from './selection.ts';

/**
 * The same selection in a run that was read again and has grown: places in lists may have changed, names have not. Tasks are looked up
 * by their ids by somebody else. Nothing when it is no longer there.
 */
export function carrySelection(selection: Selection, from: RunIndex, to: RunIndex): Selection | undefined {
  const place = (before: readonly unknown[], after: readonly unknown[], same: (a: never, b: never) => boolean) => {
    if (!('index' in selection)) return undefined;
    const item = before[selection.index];
    if (item === undefined) return undefined;
    const index = after.findIndex((other) => same(item as never, other as never));
    return index < 0 ? undefined : { ...selection, index };
  };
  switch (selection.kind) {
    case 'finding':
      return place(from.result.findings, to.result.findings, hasSameId);
    case 'job':
      return place(from.result.jobs, to.result.jobs, hasSameId);
    case 'sql':
      return place(from.result.sqlExecutions, to.result.sqlExecutions, hasSameId);
    case 'stage':
      return place(from.result.stages, to.result.stages, isSameStage);
    case 'batch':
      return place(from.batches, to.batches, isSameBatch);
    case 'cluster':
      return place(from.clusterEvents, to.clusterEvents, isSameChange);
    case 'cluster-log':
      return place(from.result.clusterEvents ?? [], to.result.clusterEvents ?? [], isSameLine);
    default:
      return selection;
  }
}

function hasSameId(a: { readonly id: unknown }, b: { readonly id: unknown }): boolean {
  return a.id === b.id;
}

type Stage = RunIndex['result']['stages'][number];
function isSameStage(a: Stage, b: Stage): boolean {
  return a.stageId === b.stageId && a.attemptId === b.attemptId;
}

type Batch = RunIndex['batches'][number];
function isSameBatch(a: Batch, b: Batch): boolean {
  return a.query === b.query && a.batchId === b.batchId && a.startMs === b.startMs;
}

type Change = RunIndex['clusterEvents'][number];
function isSameChange(a: Change, b: Change): boolean {
  return a.timeMs === b.timeMs && a.executorId === b.executorId && a.host === b.host;
}

type LogEvent = NonNullable<RunIndex['result']['clusterEvents']>[number];
function isSameLine(a: LogEvent, b: LogEvent): boolean {
  return a.place.file === b.place.file && a.place.line === b.place.line && a.startMs === b.startMs;
}
