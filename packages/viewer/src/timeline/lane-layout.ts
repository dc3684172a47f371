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
  /** Stays at its place of the screen when the others scroll. */
  readonly isPinned: boolean;
}

type UnplacedLane = Omit<PlacedLane, 'y' | 'isPinned'>;

export interface FoldState {
  /** Lanes whose folding was changed by hand, by key. */
  readonly changed: ReadonlyMap<string, boolean>;
  readonly allExecutors: boolean;
  /** Keys of lanes that stand once more above all others, and stay there while these scroll. */
  readonly pinned: readonly string[];
}

export interface LaneLayout {
  /** Pinned lanes first. */
  readonly placed: readonly PlacedLane[];
  readonly height: number;
  readonly pinnedHeight: number;
}

const padPx = 3;
/** Rows high enough for a line of text. */
const textRowPx = 17;
const slotRowPx = 13;
const activityPx = 22;
const headerPx = 24;
/** Room for a curve. */
export const belowLabelsPx = 20;
/** Lanes with no more rows than this open by themselves: their names can be read at once. */
const mostOpenRows = 5;
const foldedPx = { least: 18, most: 40 };
/** With so few slots in all, executors open by themselves: single tasks are seen at once. */
const mostOpenSlots = 18;
/** The worst come first, so more would only be scrolled past. */
const shownExecutors = 12;

/** Puts lanes below each other. */
export function placeLanes(lanes: readonly LaneInfo[], folds: FoldState): LaneLayout {
  const entries: UnplacedLane[] = [];
  const executors = lanes.filter((lane) => lane.group === 'tasks');
  const opens = executors.reduce((sum, lane) => sum + lane.rowCount, 0) <= mostOpenSlots;
  for (const lane of lanes) {
    if (lane.group !== 'tasks') entries.push(placeLane(lane, folds));
    else if (lane === executors[0]) entries.push(...placeExecutors(executors, opens, folds));
  }
  const pinned = folds.pinned.flatMap((key) => {
    const lane = lanes.find(({ id }) => id === key);
    if (lane === undefined) return [];
    return [lane.group === 'tasks' ? placeExecutor(lane, opens, folds) : placeLane(lane, folds)];
  });
  let y = 0;
  const place = (entry: UnplacedLane, isPinned: boolean) => {
    const placed = { ...entry, y, isPinned };
    y += entry.height;
    return placed;
  };
  const above = pinned.map((entry) => place(entry, true));
  const pinnedHeight = y;
  const placed = [...above, ...entries.map((entry) => place(entry, false))];
  return { placed, height: y, pinnedHeight };
}

function placeLane(lane: LaneInfo, folds: FoldState): UnplacedLane {
  const base = { key: lane.id, lane, asks: lane.id, title: lane.title, indent: 0, rowPx: 0, folding: undefined };
  if (lane.kind === 'series') return { ...base, form: 'series', height: lane.id === 'cores' ? 64 : 50 };
  if (lane.kind === 'labels') return { ...base, form: 'labels', height: 30 + belowLabelsPx, rowPx: 30 - 2 * padPx };
  if (lane.id === 'cluster') return { ...base, form: 'marks', height: 24 };
  const folded = folds.changed.get(lane.id) ?? lane.rowCount > mostOpenRows;
  const mostFoldedRowPx = Math.max(1, Math.floor(foldedPx.most / lane.rowCount));
  const rowPx = folded ? Math.min(7, mostFoldedRowPx) : textRowPx;
  const contentPx = folded ? Math.min(foldedPx.most, rowPx * lane.rowCount) : rowPx * lane.rowCount;
  const height = Math.max(foldedPx.least, contentPx) + 2 * padPx;
  const canFold = lane.rowCount > 1;
  return { ...base, form: 'spans', height, rowPx, folding: canFold ? (folded ? 'folded' : 'unfolded') : undefined };
}

function placeExecutors(executors: readonly LaneInfo[], opens: boolean, folds: FoldState): UnplacedLane[] {
  const isFolded = folds.changed.get('tasks') ?? false;
  const header: UnplacedLane = {
    key: 'tasks',
    lane: undefined,
    asks: 'failures',
    form: 'header',
    title: `Tasks by executor (${executors.length})`,
    height: headerPx,
    rowPx: 0,
    indent: 0,
    folding: isFolded ? 'folded' : 'unfolded',
  };
  if (isFolded) return [header];
  const shown = folds.allExecutors ? executors : executors.slice(0, shownExecutors);
  const entries = [header, ...shown.map((lane) => placeExecutor(lane, opens, folds))];
  if (shown.length === executors.length) return entries;
  const more: UnplacedLane = {
    key: 'more',
    lane: undefined,
    asks: undefined,
    form: 'more',
    title: `Show ${executors.length - shown.length} more executors`,
    height: headerPx,
    rowPx: 0,
    indent: 1,
    folding: undefined,
  };
  return [...entries, more];
}

function placeExecutor(lane: LaneInfo, opens: boolean, folds: FoldState): UnplacedLane {
  const common = { key: lane.id, lane, title: lane.title, indent: 1 };
  if (folds.changed.get(lane.id) ?? !opens) {
    const asks = lane.id.replace('executor', 'activity');
    return { ...common, asks, form: 'activity', height: activityPx + 2, rowPx: activityPx, folding: 'folded' };
  }
  const height = lane.rowCount * slotRowPx + 2 * padPx;
  return { ...common, asks: lane.id, form: 'spans', height, rowPx: slotRowPx, folding: 'unfolded' };
}

/** Where a lane begins on a screen that is scrolled by `top`. */
export function screenY(placed: PlacedLane, top: number): number {
  return placed.isPinned ? placed.y : placed.y - top;
}

/** Where the rows of a lane begin below its top. */
export function contentTop(placed: PlacedLane): number {
  if (placed.form === 'labels') return padPx;
  const rows = placed.lane?.rowCount ?? 1;
  return Math.max(padPx, (placed.height - placed.rowPx * rows) / 2);
}

/** Lanes that touch the part of the list that is on the screen, below those that are pinned. */
export function visibleLanes({ placed, pinnedHeight }: LaneLayout, top: number, height: number): PlacedLane[] {
  return placed.filter((lane) => {
    const y = screenY(lane, top);
    return y < height && (lane.isPinned || y + lane.height > pinnedHeight);
  });
}

/** The lane at a height of the screen. */
export function laneAt({ placed }: LaneLayout, top: number, y: number): PlacedLane | undefined {
  // Pinned ones come first, and lie above the others.
  return placed.find((lane) => screenY(lane, top) <= y && y < screenY(lane, top) + lane.height);
}
