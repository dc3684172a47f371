import type { Comparison, LaneGroup, RunIndex } from '@cinderlog/core';
import type { Viewer } from './viewer.svelte.ts';

/** Two runs side by side. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  readonly known: Viewer;
  readonly fresh: Viewer;
  /** Opens one of them by itself: 0 the known one, 1 the new one. */
  readonly open: (side: 0 | 1) => void;
}

/** Lanes that say where two runs part. */
const comparedLanes: ReadonlySet<LaneGroup> = new Set(['cores', 'driver', 'sql', 'stages']);

export function comparable(index: RunIndex): RunIndex {
  return { ...index, lanes: index.lanes.filter(({ group }) => comparedLanes.has(group)) };
}
