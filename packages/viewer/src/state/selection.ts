import type { RunIndex } from '@cinderlog/core';
import type { Hit } from '../timeline/hit-test.ts';
import { executorOf } from '../timeline/scene.ts';

/** What stands in a list, and has a lane of its own. */
type ListKind = 'finding' | 'job' | 'stage' | 'sql' | 'batch' | 'cluster' | 'cluster-log';

/** What is selected. Indices are places in the lists of the result. */
export type Selection =
  | { readonly kind: ListKind; readonly index: number }
  | { readonly kind: 'executor'; readonly id: string }
  | {
      readonly kind: 'task';
      readonly row: number;
      readonly stage: number;
      readonly executorId: string;
      readonly layer: number;
      readonly startMs: number;
      readonly endMs: number;
      /** How many others begin in the same pixel. */
      readonly others: number;
    }
  | { readonly kind: 'label'; readonly code: number; readonly startMs: number; readonly endMs: number }
  | { readonly kind: 'area'; readonly startMs: number; readonly endMs: number };

const kindOfLane: Readonly<Record<string, ListKind>> = {
  findings: 'finding',
  jobs: 'job',
  stages: 'stage',
  sql: 'sql',
  streaming: 'batch',
  cluster: 'cluster',
  'cluster-log': 'cluster-log',
};

/** What a click on a span selects. */
export function selectionOf(hit: Hit, index: RunIndex): Selection | undefined {
  const { key, form } = hit.lane;
  const kind = kindOfLane[key];
  if (kind !== undefined) return { kind, index: hit.id };
  if (key === 'driver') return { kind: 'label', code: hit.layer, startMs: hit.startMs, endMs: hit.endMs };
  // Ticks of the failures lane stand for tasks as well; they carry no length.
  const executorId = executorOf(hit.lane, index) ?? '';
  if (form === 'header' || executorId !== '') {
    const { id: row, tag: stage, startMs, endMs, count } = hit;
    const layer = form === 'header' ? 1 : hit.layer;
    return { kind: 'task', row, stage, executorId, layer, startMs, endMs, others: count - 1 };
  }
  return undefined;
}

/** The time that a selection covers; nothing for what has none. */
export function rangeOf(selection: Selection, index: RunIndex): { startMs: number; endMs: number } | undefined {
  const { result } = index;
  switch (selection.kind) {
    case 'finding': {
      const ranges = result.findings[selection.index]?.ranges ?? [];
      if (ranges.length === 0) return undefined;
      return {
        startMs: Math.min(...ranges.map((range) => range.startMs)),
        endMs: Math.max(...ranges.map((range) => range.endMs)),
      };
    }
    case 'job':
      return result.jobs[selection.index];
    case 'stage':
      return result.stages[selection.index];
    case 'sql':
      return result.sqlExecutions[selection.index];
    case 'batch':
      return index.batches[selection.index];
    case 'cluster': {
      const timeMs = index.clusterEvents[selection.index]?.timeMs;
      return timeMs === undefined ? undefined : { startMs: timeMs, endMs: timeMs };
    }
    case 'cluster-log': {
      const event = result.clusterEvents?.[selection.index];
      return event && { startMs: event.startMs, endMs: event.endMs ?? event.startMs };
    }
    case 'executor': {
      const executor = result.executors.find(({ id }) => id === selection.id);
      if (executor === undefined) return undefined;
      return { startMs: executor.addedMs, endMs: executor.removedMs ?? result.application.durationMs };
    }
    default:
      return selection;
  }
}

/** A selection as it stands in links: `stage:5`, `executor:3`, `area:100-250`; nothing for what links cannot name. */
export function writeSelection(selection: Selection): string | undefined {
  switch (selection.kind) {
    case 'task':
      return `task:${selection.row}`;
    case 'executor':
      return `executor:${selection.id}`;
    case 'area':
      return `area:${Math.round(selection.startMs)}-${Math.round(selection.endMs)}`;
    case 'label':
      return undefined;
    default:
      return `${selection.kind}:${selection.index}`;
  }
}

/** Reads what {@link writeSelection} wrote. Tasks come back as their row only: the rest is asked for. */
export function readSelection(
  text: string,
): Selection | { readonly kind: 'task-row'; readonly row: number } | undefined {
  const colon = text.indexOf(':');
  const kind = text.slice(0, colon);
  const value = text.slice(colon + 1);
  if (kind === 'executor') return { kind, id: value };
  if (kind === 'area') {
    const [startMs = Number.NaN, endMs = Number.NaN] = value.split('-').map(Number);
    return startMs <= endMs ? { kind, startMs, endMs } : undefined;
  }
  const index = Number(value);
  if (!Number.isInteger(index) || index < 0 || value === '') return undefined;
  if (kind === 'task') return { kind: 'task-row', row: index };
  const known = Object.values(kindOfLane).find((candidate) => candidate === kind);
  return known === undefined ? undefined : { kind: known, index };
}
