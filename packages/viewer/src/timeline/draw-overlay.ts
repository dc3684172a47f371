import { formatDuration, formatOffset } from '@cinderlog/core';
import type { Viewer } from '../app/viewer.svelte.ts';
import { rangeOf } from '../state/selection.ts';
import { executorOf, type Scene } from './scene.ts';
import { contentTop, screenY, type PlacedLane } from './lane-layout.ts';
import type { Painter } from './painter.ts';

/** A stretch of the screen that is being dragged over. */
export interface DraggedStretch {
  readonly fromX: number;
  readonly toX: number;
}

/** What lies above the data: it changes with the selection, and the data need not be drawn again for it. */
export interface Overlay {
  readonly scene: Scene;
  readonly viewer: Viewer;
  readonly visible: readonly PlacedLane[];
  readonly top: number;
  readonly height: number;
  readonly drag: DraggedStretch | undefined;
}

/** Evidence narrower than this is a moment. */
const leastVeiledPx = 12;
const leastDragPx = 2;

/** Whether there is anything to draw above the data. */
export function hasOverlay({ scene, viewer, drag }: Overlay): boolean {
  const isSelected = viewer.selection !== undefined && viewer.selection.kind !== 'finding';
  return isSelected || viewer.marks.length > 0 || drag !== undefined || (scene.highlight?.ranges.length ?? 0) > 0;
}

export function drawOverlay(painter: Painter, overlay: Overlay): void {
  const { viewer, scene, drag } = overlay;
  const { theme, viewport } = scene;
  drawEvidence(painter, overlay);
  drawSelection(painter, overlay);
  for (const mark of viewer.marks) drawStretch(painter, overlay, mark.startMs, mark.endMs, theme.warn, true);
  drawMarkDistances(painter, overlay);
  if (drag === undefined || Math.abs(drag.toX - drag.fromX) <= leastDragPx) return;
  const [from, to] = [drag.fromX, drag.toX].sort((a, b) => a - b) as [number, number];
  drawStretch(painter, overlay, viewport.timeAt(from), viewport.timeAt(to), theme.accent, true);
}

/** How far marks are apart, from start to start: what a metronome or a timeout would show. */
function drawMarkDistances(painter: Painter, { viewer, scene, height }: Overlay): void {
  const { viewport, theme } = scene;
  const marks = [...viewer.marks].sort((a, b) => a.startMs - b.startMs);
  for (const [i, mark] of marks.entries()) {
    const before = marks[i - 1];
    if (before === undefined) continue;
    const from = Math.round(viewport.x(before.startMs));
    const to = Math.round(viewport.x(mark.startMs));
    if (to <= 0 || from >= viewport.widthPx) continue;
    const y = height - 26;
    painter.rect(from, y, to - from, 1, theme.warn);
    const left = Math.max(0, from) + 4;
    const text = `${formatDuration(mark.startMs - before.startMs)} from start to start`;
    painter.text(text, left, y - 8, 220, theme.warn, { bold: true, halo: theme.page });
  }
}

/** The evidence of the open finding: brackets around its stretches, a veil over all other time. */
function drawEvidence(painter: Painter, { scene, height, visible, top }: Overlay): void {
  const { highlight, theme, viewport } = scene;
  if (highlight === undefined || highlight.ranges.length === 0) return;
  // The names of findings stay readable, and a moment has nothing beside it to point out.
  const findings = visible.find(({ key }) => key === 'findings');
  const veilTop = findings === undefined ? 0 : Math.max(0, screenY(findings, top) + findings.height);
  const longestPx = Math.max(...highlight.ranges.map(({ startMs, endMs }) => viewport.x(endMs) - viewport.x(startMs)));
  const veil = (x: number, end: number) => {
    if (longestPx >= leastVeiledPx) painter.rect(x, veilTop, end - x, height - veilTop, translucent(theme.page, 0.62));
  };
  const ranges = [...highlight.ranges].sort((a, b) => a.startMs - b.startMs);
  let veiledTo = 0;
  for (const { startMs, endMs } of ranges) {
    const x = Math.round(viewport.x(startMs));
    const end = Math.max(x + 2, Math.round(viewport.x(endMs)));
    if (x > veiledTo) veil(veiledTo, Math.min(x, viewport.widthPx));
    veiledTo = Math.max(veiledTo, end);
    if (end < 0 || x > viewport.widthPx) continue;
    for (const edge of [x - 1, end]) painter.rect(edge, 0, 1, height, theme.accent);
    painter.rect(x - 1, 0, end - x + 2, 2, theme.accent);
  }
  if (veiledTo < viewport.widthPx) veil(Math.max(0, veiledTo), viewport.widthPx);
}

function drawSelection(painter: Painter, overlay: Overlay): void {
  const { viewer, scene } = overlay;
  const { selection } = viewer;
  if (selection === undefined || selection.kind === 'finding') return;
  const { theme } = scene;
  if (selection.kind === 'area') {
    drawStretch(painter, overlay, selection.startMs, selection.endMs, theme.accent, true);
    return;
  }
  const range = rangeOf(selection, viewer.index);
  if (range === undefined) return;
  for (const placed of overlay.visible) {
    const spans = placed.asks === undefined ? undefined : viewer.loader.get(placed.asks)?.spans;
    const row = selectedRow(selection, placed, spans, viewer);
    if (row === undefined) continue;
    const box = boxOf({ lane: placed, ...range, row }, viewer, overlay.top);
    if (box === undefined) continue;
    painter.rect(box.x, box.y, box.width, box.height, theme.accent, 'outline');
    painter.rect(box.x - 1, box.y - 1, box.width + 2, box.height + 2, theme.accent, 'outline');
  }
  if (selection.kind !== 'label') drawStretch(painter, overlay, range.startMs, range.endMs, theme.accent, false);
}

/** The row in which a lane shows the selection. */
function selectedRow(
  selection: NonNullable<Viewer['selection']>,
  placed: PlacedLane,
  spans: { readonly id: Uint32Array; readonly row: Uint32Array } | undefined,
  viewer: Viewer,
): number | undefined {
  const lanes = {
    job: 'jobs',
    stage: 'stages',
    sql: 'sql',
    batch: 'streaming',
    cluster: 'cluster',
    'cluster-log': 'cluster-log',
    finding: 'findings',
  } as const;
  if (selection.kind === 'label') return placed.key === 'driver' ? 0 : undefined;
  const executorId = executorOf(placed, viewer.index);
  if (selection.kind === 'executor') return executorId === selection.id ? -1 : undefined;
  if (spans === undefined || selection.kind === 'area') return undefined;
  if (selection.kind === 'task') {
    if (executorId !== selection.executorId || placed.form !== 'spans') return undefined;
    const at = spans.id.indexOf(selection.row);
    return at < 0 ? undefined : spans.row[at];
  }
  if (placed.key !== lanes[selection.kind]) return undefined;
  const at = spans.id.indexOf(selection.index);
  return at < 0 ? undefined : spans.row[at];
}

/** A span on the screen. */
export interface PlacedSpan {
  readonly lane: PlacedLane;
  readonly startMs: number;
  readonly endMs: number;
  /** Below 0 when it is the whole lane. */
  readonly row: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a span lies on the screen, if it is seen. */
export function boxOf({ lane, row, startMs, endMs }: PlacedSpan, viewer: Viewer, top: number): Box | undefined {
  const { viewport } = viewer;
  const x = Math.max(-4, Math.round(viewport.x(startMs)) - 1);
  const end = Math.min(viewport.widthPx + 4, Math.max(Math.round(viewport.x(endMs)), x + 2) + 1);
  if (end < 0 || x > viewport.widthPx) return undefined;
  const hasRows = lane.form === 'spans' && row >= 0;
  const y = Math.round(screenY(lane, top) + (hasRows ? contentTop(lane) + row * lane.rowPx : 1)) - 1;
  // What has scrolled below the pinned lanes is not seen.
  if (!lane.isPinned && y < viewer.lanes.layout.pinnedHeight) return undefined;
  return { x, y, width: end - x, height: hasRows ? Math.max(3, lane.rowPx) : lane.height - 2 };
}

/** A stretch of time through all lanes; an area carries its length. */
function drawStretch(
  painter: Painter,
  { scene, height }: Overlay,
  startMs: number,
  endMs: number,
  color: string,
  filled: boolean,
): void {
  const { viewport } = scene;
  const x = Math.round(viewport.x(startMs));
  const end = Math.max(x + 1, Math.round(viewport.x(endMs)));
  if (end < 0 || x > viewport.widthPx) return;
  if (!filled) {
    for (const edge of [x, end]) painter.rect(edge, 0, 1, height, translucent(color, 0.4));
    return;
  }
  painter.rect(x, 0, end - x, height, translucent(color, 0.14));
  for (const edge of [x, end]) painter.rect(edge, 0, 1, height, color);
  painter.text(
    `${formatOffset(startMs)}, ${formatDuration(endMs - startMs)}`,
    Math.max(0, x) + 4,
    height - 10,
    200,
    color,
    { bold: true, halo: scene.theme.page },
  );
}

function translucent(color: string, opacity: number): string {
  return `color-mix(in srgb, ${color} ${Math.round(opacity * 100)}%, transparent)`;
}
