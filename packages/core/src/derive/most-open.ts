import type { Span } from '../util/spans.ts';

/** The most spans that were open at once at a moment within these intervals. */
export function mostOpen(spans: readonly Span[], within: readonly Span[]): number {
  const changes = [
    ...spans.flatMap(({ startMs, endMs }) => [
      { timeMs: startMs, open: 1, inside: 0 },
      { timeMs: endMs, open: -1, inside: 0 },
    ]),
    ...within.flatMap(({ startMs, endMs }) => [
      { timeMs: startMs, open: 0, inside: 1 },
      { timeMs: endMs, open: 0, inside: -1 },
    ]),
    // Ends before starts, so that what follows on is not counted beside what it follows.
  ].sort((a, b) => a.timeMs - b.timeMs || a.open + a.inside - (b.open + b.inside));
  let open = 0;
  let inside = 0;
  let most = 0;
  for (const change of changes) {
    open += change.open;
    inside += change.inside;
    if (inside > 0) most = Math.max(most, open);
  }
  return most;
}
