import type { Run } from './scenarios.ts';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** How long two spans overlap, in milliseconds. */
export function sharedMs(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}

/** Whether two spans meet: a removal is a moment and has no length. */
export function touches(a: Span, b: Span): boolean {
  return a.startMs <= b.endMs && b.startMs <= a.endMs;
}

/** A span of the truth (epoch milliseconds) on the clock of the result (milliseconds since the application's start). */
export function onResultClock(run: Run, span: Span): Span {
  const { startMs } = run.result.application;
  return { startMs: span.startMs - startMs, endMs: span.endMs - startMs };
}

/** When jobs of this description ran, by the lab's clock; an open end means that the driver was killed in it. */
export function phasesOf(run: Run, description: string): Span[] {
  const noted = run.truth.actions.filter((action) => action.description === description);
  const ends = noted.filter((action) => action.action === 'phase-end').map((action) => action.atMs);
  return noted
    .filter((action) => action.action === 'phase-start')
    .map((action, index) => onResultClock(run, { startMs: action.atMs, endMs: ends[index] ?? Infinity }));
}
