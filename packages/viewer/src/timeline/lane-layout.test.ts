import { describe, expect, it } from 'vitest';
import type { LaneInfo } from '@cinderlog/core';
import { laneAt, placeLanes, screenY, visibleLanes } from './lane-layout.ts';

function lane(id: string, group: LaneInfo['group'], rowCount: number): LaneInfo {
  return { id, group, title: id, kind: 'spans', layers: [], rowCount, spanCount: 1, trouble: 0 };
}
const executors = (count: number, slots: number) =>
  Array.from({ length: count }, (_, i) => lane(`executor:${i}`, 'tasks', slots));
const folds = { changed: new Map<string, boolean>(), allExecutors: false, pinned: [] };

describe('lanes', () => {
  it('lie below each other without overlap', () => {
    const { placed, height } = placeLanes(
      [lane('jobs', 'jobs', 3), lane('stages', 'stages', 40), ...executors(30, 8)],
      folds,
    );
    let y = 0;
    for (const entry of placed) {
      expect(entry.y).toBe(y);
      y += entry.height;
    }
    expect(height).toBe(y);
  });

  it('open by themselves when that is few rows, and fold when it is many', () => {
    const { placed } = placeLanes([lane('jobs', 'jobs', 3), lane('stages', 'stages', 40), ...executors(2, 4)], folds);
    const folding = Object.fromEntries(placed.map((entry) => [entry.key, entry.folding]));
    expect(folding).toMatchObject({ jobs: 'unfolded', stages: 'folded', 'executor:0': 'unfolded' });
    expect(placeLanes(executors(20, 4), folds).placed[1]?.folding).toBe('folded');
  });

  it('show a dozen executors, and the others when asked', () => {
    const some = placeLanes(executors(30, 8), folds).placed;
    expect(some.at(-1)?.title).toBe('Show 18 more executors');
    expect(placeLanes(executors(30, 8), { ...folds, allExecutors: true }).placed).toHaveLength(31);
  });

  it('are drawn only when they are on the screen', () => {
    const layout = placeLanes(executors(12, 8), folds);
    expect(visibleLanes(layout, 30, 40).map(({ key }) => key)).toEqual(['executor:0', 'executor:1']);
  });

  it('that are pinned stand above the others as well, and stay when these scroll', () => {
    const lanes = [lane('driver', 'driver', 1), ...executors(30, 8)];
    // An executor that is not among the first dozen can be pinned too; one that is not there cannot.
    const layout = placeLanes(lanes, { ...folds, pinned: ['executor:20', 'driver', 'executor:99'] });
    const pinned = layout.placed.filter(({ isPinned }) => isPinned);
    expect(pinned.map(({ key }) => key)).toEqual(['executor:20', 'driver']);
    expect(layout.pinnedHeight).toBe(pinned[0]!.height + pinned[1]!.height);
    expect(layout.placed.filter(({ key }) => key === 'driver')).toHaveLength(2);
    const top = 200;
    const visible = visibleLanes(layout, top, 150);
    expect(visible.slice(0, 2)).toEqual(pinned);
    for (const other of visible.slice(2))
      expect(screenY(other, top) + other.height).toBeGreaterThan(layout.pinnedHeight);
    expect(laneAt(layout, top, 1)?.key).toBe('executor:20');
    expect(laneAt(layout, top, layout.pinnedHeight + 1)?.isPinned).toBe(false);
  });
});
