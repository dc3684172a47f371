import type { LaneAnswer } from '@cinderlog/core';
import { contentTop, type PlacedLane } from './lane-layout.ts';
import type { Viewport } from './viewport.ts';

/** A span under the pointer. */
export interface Hit {
  readonly lane: PlacedLane;
  readonly startMs: number;
  readonly endMs: number;
  readonly row: number;
  readonly layer: number;
  readonly id: number;
  readonly count: number;
  readonly tag: number;
}

/** Instants and very short spans can be hit beside them. */
const slackPx = 4;

/**
 * The span at a place of a lane; of several, the one drawn on top, else the nearest.
 *
 * @param y below the top of the lane
 */
export function hitTest(
  lane: PlacedLane,
  answer: LaneAnswer | undefined,
  viewport: Viewport,
  x: number,
  y: number,
): Hit | undefined {
  const spans = answer?.spans;
  if (spans === undefined) return undefined;
  const hasRows = lane.form === 'spans';
  const row = Math.floor((y - contentTop(lane)) / Math.max(1, lane.rowPx));
  let best = -1;
  let bestDistance = slackPx + 1;
  for (let i = spans.startMs.length - 1; i >= 0; i--) {
    if (hasRows && spans.row[i] !== row) continue;
    const atEnd = lane.form === 'activity';
    const from = viewport.x((atEnd ? spans.endMs[i] : spans.startMs[i]) ?? 0);
    const to = Math.max(from + 1, viewport.x(spans.endMs[i] ?? 0));
    const distance = x < from ? from - x : x > to ? x - to : 0;
    if (distance >= bestDistance) continue;
    best = i;
    bestDistance = distance;
    if (distance === 0) break;
  }
  if (best < 0) return undefined;
  return {
    lane,
    startMs: spans.startMs[best] ?? 0,
    endMs: spans.endMs[best] ?? 0,
    row: spans.row[best] ?? 0,
    layer: spans.layer[best] ?? 0,
    id: spans.id[best] ?? 0,
    count: spans.count[best] ?? 1,
    tag: spans.tag[best] ?? 0,
  };
}
