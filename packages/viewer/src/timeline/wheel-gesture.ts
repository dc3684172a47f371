export type WheelKind = 'zoom' | 'pan' | 'scroll';

/** Turns that follow each other faster belong together; trackpads go on turning by themselves after the fingers have left. */
const pauseMs = 80;

/**
 * Keeps a gesture of the wheel what it began as: the rest of its momentum neither scrolls what was just zoomed nor moves sideways what was
 * scrolled. Zooming can begin at any time, for it takes a key or two fingers.
 */
export class WheelGesture {
  #kind: WheelKind | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** What a turn of the wheel does, given what it would do by itself. */
  kindOf(own: WheelKind, timeMs: number): WheelKind {
    const goesOn = timeMs - this.#lastMs < pauseMs;
    this.#lastMs = timeMs;
    if (!goesOn || own === 'zoom' || this.#kind === undefined) this.#kind = own;
    return this.#kind;
  }
}

/** By how many pixels a wheel was turned along an axis: some browsers tell lines or pages. */
export function wheelPixels(delta: number, { deltaMode }: WheelEvent): number {
  const [linePx, pagePx] = [16, 400];
  return (
    delta * (deltaMode === WheelEvent.DOM_DELTA_LINE ? linePx : deltaMode === WheelEvent.DOM_DELTA_PAGE ? pagePx : 1)
  );
}
