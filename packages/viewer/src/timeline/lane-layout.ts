import type { LaneInfo } from '@cinderlog/core';

/** How a row of lanes is drawn. */
export type LaneForm = 'spans' | 'series' | 'labels' | 'activity' | 'marks' | 'header' | 'more';

/** A lane at its place in the list, in CSS pixels from the top of all lanes. */
export interface PlacedLane {
  /** Stable: the lane's id, or that of a header. */
  readonly key: string;
  readonly lane: LaneInfo | undefined;
  /** What to ask for; none for what has nothing to draw. */
  readonly asks: string | undefined;
  readonly form: LaneForm;
  readonly title: string;
  readonly y: number;
  readonly height: number;
  /** Height of one row of spans. */
  readonly rowPx: number;
  readonly indent: number;
  readonly folding: 'folded' | 'unfolded' | undefined;
}

export interface FoldState {
  /** Lanes whose folding was changed by hand, by key. */
  readonly changed: ReadonlyMap<string, boolean>;
  readonly allExecutors: boolean;
}

const padPx = 3;
/** Rows high enough for a line of text. */
const textRowPx = 17;
const slotRowPx = 13;
const activityPx = 22;
const headerPx = 24;
/** Lanes with no more rows than this open by themselves: their names can be read at once. */
const mostOpenRows = 5;
const foldedPx = { least: 18, most: 40 };
/** With so few slots in all, executors open by themselves: single tasks are seen at once. */
const mostOpenSlots = 18;
/** The worst come first, so more would only be scrolled past. */
const shownExecutors = 12;

/** Puts lanes below each other. */
export function placeLanes(lanes: readonly LaneInfo[], folds: FoldState): { placed: PlacedLane[]; height: number } {
  const placed: PlacedLane[] = [];
  let y = 0;
  const add = (entry: Omit<PlacedLane, 'y'>) => {
    placed.push({ ...entry, y });
    y += entry.height;
  };
  const executors = lanes.filter((lane) => lane.group === 'tasks');
  for (const lane of lanes) {
    if (lane.group !== 'tasks') add(placeLane(lane, folds));
    else if (lane === executors[0]) placeExecutors(executors, folds, add);
  }
  return { placed, height: y };
}

function placeLane(lane: LaneInfo, folds: FoldState): Omit<PlacedLane, 'y'> {
  const base = { key: lane.id, lane, asks: lane.id, title: lane.title, indent: 0, rowPx: 0, folding: undefined };
  if (lane.kind === 'series') return { ...base, form: 'series', height: lane.id === 'cores' ? 64 : 50 };
  if (lane.kind === 'labels') return { ...base, form: 'labels', height: 30, rowPx: 30 - 2 * padPx };
  if (lane.id === 'cluster') return { ...base, form: 'marks', height: 24 };
  const folded = folds.changed.get(lane.id) ?? lane.rowCount > mostOpenRows;
  const mostFoldedRowPx = Math.max(1, Math.floor(foldedPx.most / lane.rowCount));
  const rowPx = folded ? Math.min(7, mostFoldedRowPx) : textRowPx;
  const contentPx = folded ? Math.min(foldedPx.most, rowPx * lane.rowCount) : rowPx * lane.rowCount;
  const height = Math.max(foldedPx.least, contentPx) + 2 * padPx;
  const canFold = lane.rowCount > 1;
  return { ...base, form: 'spans', height, rowPx, folding: canFold ? (folded ? 'folded' : 'unfolded') : undefined };
}

function placeExecutors(
  executors: readonly LaneInfo[],
  folds: FoldState,
  add: (entry: Omit<PlacedLane, 'y'>) => void,
): void {
  const groupFolded = folds.changed.get('tasks') ?? false;
  add({
    key: 'tasks',
    lane: undefined,
    asks: 'failures',
    form: 'header',
    title: `Tasks by executor (${executors.length})`,
    height: headerPx,
    rowPx: 0,
    indent: 0,
    folding: groupFolded ? 'folded' : 'unfolded',
  });
  if (groupFolded) return;
  const opens = executors.reduce((sum, lane) => sum + lane.rowCount, 0) <= mostOpenSlots;
  const shown = folds.allExecutors ? executors : executors.slice(0, shownExecutors);
  for (const lane of shown) {
    const folded = folds.changed.get(lane.id) ?? !opens;
    const common = { key: lane.id, lane, title: lane.title, indent: 1 };
    if (folded) {
      const asks = lane.id.replace('executor', 'activity');
      add({ ...common, asks, form: 'activity', height: activityPx + 2, rowPx: activityPx, folding: 'folded' });
    } else {
      const height = lane.rowCount * slotRowPx + 2 * padPx;
      add({ ...common, asks: lane.id, form: 'spans', height, rowPx: slotRowPx, folding: 'unfolded' });
    }
  }
  if (shown.length === executors.length) return;
  const title = `Show ${executors.length - shown.length} more executors`;
  add({
    key: 'more',
    lane: undefined,
    asks: undefined,
    form: 'more',
    title,
    height: 24,
    rowPx: 0,
    indent: 1,
    folding: undefined,
  });
}

/** Where the rows of a lane begin below its top. */
export function contentTop(placed: PlacedLane): number {
  const rows = placed.lane?.rowCount ?? 1;
  return Math.max(padPx, (placed.height - placed.rowPx * rows) / 2);
}

/** Lanes that touch the part of the list that is on the screen. */
export function visibleLanes(placed: readonly PlacedLane[], top: number, height: number): PlacedLane[] {
  return placed.filter((lane) => lane.y + lane.height > top && lane.y < top + height);
}
