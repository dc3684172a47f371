export interface TimeRange {
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of the run that was gone into; the first is the whole run. */
export interface Crumb extends TimeRange {
  readonly title: string;
}

/** Room left on either side of what is shown. */
const fitMargin = 0.1;
/** Parts of the run: shorter stretches are moments, which are shown with at least so much around them. */
const momentShare = 0.0005;
const leastFitShare = 0.1;
const mostKept = 5;

/** A stretch with some room around it, inside the run. */
export function withRoom({ startMs, endMs }: TimeRange, runMs: number): TimeRange {
  const isMoment = endMs - startMs < runMs * momentShare;
  // What is hardly longer than a moment is shown with what led to it and what came of it.
  const lengthMs = isMoment ? Math.max(endMs - startMs, runMs * leastFitShare) : endMs - startMs;
  const centreMs = (startMs + endMs) / 2;
  const halfMs = lengthMs * (0.5 + fitMargin);
  return { startMs: Math.max(0, centreMs - halfMs), endMs: Math.min(runMs, centreMs + halfMs) };
}

/** The way to a stretch: what it lies in stays, what is beside it goes. */
export function crumbsTo(crumbs: readonly Crumb[], target: Crumb): readonly Crumb[] {
  const around = crumbs.filter(
    ({ startMs, endMs, title }, i) =>
      i === 0 || (startMs <= target.startMs && endMs >= target.endMs && title !== target.title),
  );
  return [...around.slice(0, mostKept), target];
}
