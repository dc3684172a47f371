import type { Viewer } from './viewer.svelte.ts';

/**
 * Lets two timelines move together.
 *
 * @param shiftMs how much later in the second run is what shall stand below the same of the first
 */
export function linkTimelines(known: Viewer, fresh: Viewer, shiftMs: () => number): void {
  // Near the ends of the axis a timeline cannot follow all the way; it must not pull the other one back.
  let isFollowing = false;
  const link = (from: Viewer, to: Viewer, direction: 1 | -1) => {
    from.onMove = () => {
      if (isFollowing) return;
      const byMs = direction * shiftMs();
      const [startMs, endMs] = [from.viewport.startMs + byMs, from.viewport.endMs + byMs];
      const toleranceMs = (endMs - startMs) / 1e4;
      const { viewport } = to;
      if (Math.abs(viewport.startMs - startMs) < toleranceMs && Math.abs(viewport.endMs - endMs) < toleranceMs) return;
      isFollowing = true;
      viewport.show(startMs, endMs);
      isFollowing = false;
    };
  };
  link(known, fresh, 1);
  link(fresh, known, -1);
}
