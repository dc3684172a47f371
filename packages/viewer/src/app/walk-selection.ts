import type { LaneAnswer } from '@cinderlog/core';
import { selectionOf, type Selection } from '../state/selection.ts';
import type { Hit } from '../timeline/hit-test.ts';
import type { PlacedLane } from '../timeline/lane-layout.ts';
import type { Viewer } from './viewer.svelte.ts';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'outwards' | 'inwards';

const walkable = new Set(['spans', 'labels', 'marks']);

/** Moves the selection as the arrow keys say. Without one, the first span on the screen is selected. */
export function walkSelection(viewer: Viewer, direction: Direction): void {
  if (direction === 'outwards' || direction === 'inwards') {
    const next = direction === 'outwards' ? ownerOf(viewer) : firstInside(viewer);
    if (next !== undefined) viewer.select(next);
    return;
  }
  const spans = spansInOrder(viewer);
  const at = spans.findIndex(({ hit }) => isSelected(viewer, hit));
  const current = spans[at];
  const next = current === undefined ? spans[0] : step(spans, current, direction);
  if (next === undefined) return;
  const selection = selectionOf(next.hit, viewer.index);
  if (selection === undefined) return;
  viewer.select(selection);
  const { startMs, endMs } = viewer.viewport;
  if (next.hit.endMs < startMs || next.hit.startMs > endMs)
    viewer.viewport.panBy((next.hit.startMs - (startMs + endMs) / 2) / (endMs - startMs));
}

interface Candidate {
  readonly hit: Hit;
  /** Of the row among all rows of all lanes. */
  readonly rank: number;
}

/** Everything that the loaded lanes hold, row by row. */
function spansInOrder(viewer: Viewer): Candidate[] {
  return viewer.lanes.layout.placed.flatMap((lane, place) => {
    // A pinned lane is there twice.
    const answer = lane.asks === undefined || lane.isPinned ? undefined : viewer.loader.get(lane.asks);
    return walkable.has(lane.form) && answer !== undefined ? candidatesOf(lane, answer, place) : [];
  });
}

function candidatesOf(lane: PlacedLane, { spans }: LaneAnswer, place: number): Candidate[] {
  if (spans === undefined) return [];
  const found = Array.from(spans.startMs, (startMs, i) => ({
    rank: place * 1e6 + (spans.row[i] ?? 0),
    hit: {
      lane,
      startMs,
      endMs: spans.endMs[i] ?? startMs,
      row: spans.row[i] ?? 0,
      layer: spans.layer[i] ?? 0,
      id: spans.id[i] ?? 0,
      count: spans.count[i] ?? 1,
      tag: spans.tag[i] ?? 0,
    },
  }));
  return found.sort((a, b) => a.rank - b.rank || a.hit.startMs - b.hit.startMs);
}

function isSelected(viewer: Viewer, hit: Hit): boolean {
  const own = selectionOf(hit, viewer.index);
  const selected: Selection | undefined = viewer.selection;
  if (own?.kind !== selected?.kind || own === undefined || selected === undefined) return false;
  if (own.kind === 'task' && selected.kind === 'task') return own.row === selected.row;
  if (own.kind === 'label' && selected.kind === 'label') return own.startMs === selected.startMs;
  return 'index' in own && 'index' in selected && own.index === selected.index;
}

function step(spans: readonly Candidate[], current: Candidate, direction: Direction): Candidate | undefined {
  const at = spans.indexOf(current);
  if (direction === 'left' || direction === 'right') {
    const beside = spans[at + (direction === 'left' ? -1 : 1)];
    return beside?.rank === current.rank ? beside : undefined;
  }
  const ranks = [...new Set(spans.map(({ rank }) => rank))];
  const rank = ranks[ranks.indexOf(current.rank) + (direction === 'up' ? -1 : 1)];
  const middle = (current.hit.startMs + current.hit.endMs) / 2;
  const distance = ({ hit }: Candidate) => Math.max(hit.startMs - middle, middle - hit.endMs, 0);
  return spans
    .filter((candidate) => candidate.rank === rank)
    .reduce<Candidate | undefined>(
      (best, candidate) => (best === undefined || distance(candidate) < distance(best) ? candidate : best),
      undefined,
    );
}

/** Task → stage → job → query. */
function ownerOf({ selection, index }: Viewer): Selection | undefined {
  const { stages, jobs, sqlExecutions } = index.result;
  if (selection?.kind === 'task') return { kind: 'stage', index: selection.stage };
  if (selection?.kind === 'stage') {
    const job = jobs.findIndex(({ id }) => id === stages[selection.index]?.jobId);
    return job < 0 ? undefined : { kind: 'job', index: job };
  }
  if (selection?.kind !== 'job') return undefined;
  const query = sqlExecutions.findIndex(({ id }) => id === jobs[selection.index]?.sqlExecutionId);
  return query < 0 ? undefined : { kind: 'sql', index: query };
}

/** Query → first job → first stage that ran. */
function firstInside({ selection, index }: Viewer): Selection | undefined {
  const { stages, jobs, sqlExecutions } = index.result;
  if (selection?.kind === 'sql') {
    const job = jobs.findIndex(({ sqlExecutionId }) => sqlExecutionId === sqlExecutions[selection.index]?.id);
    return job < 0 ? undefined : { kind: 'job', index: job };
  }
  if (selection?.kind !== 'job') return undefined;
  const stage = stages.findIndex(({ jobId }) => jobId === jobs[selection.index]?.id);
  return stage < 0 ? undefined : { kind: 'stage', index: stage };
}
