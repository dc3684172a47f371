/** Something with a beginning and an end, in milliseconds since the start of the application. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The time that spans cover together, in order and without overlap; what has no length covers nothing. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else if (endMs > startMs) merged.push({ startMs, endMs });
  }
  return merged;
}

/** How long at least one of the spans was open. */
export function unionMs(spans: readonly Span[]): number {
  return mergeSpans(spans).reduce((total, { startMs, endMs }) => total + endMs - startMs, 0);
}
