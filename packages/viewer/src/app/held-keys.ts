import type { Viewer } from './viewer.svelte.ts';

const directions: Readonly<Record<string, { zoom?: 1 | -1; pan?: 1 | -1 }>> = {
  KeyW: { zoom: 1 },
  KeyS: { zoom: -1 },
  KeyA: { pan: -1 },
  KeyD: { pan: 1 },
};
/** Held for a second, a key grows to full speed. */
const accelerationMs = 1000;
const zoomPerSecond = { slow: 2, fast: 8 };
const screensPerSecond = { slow: 0.6, fast: 2.5 };
/** A key that is only tapped moves as far as if it were held so long. */
const firstStepSeconds = 0.05;
/** Shift makes it so many times faster. */
const withShift = 3;

/** W and S zoom at the pointer, A and D move, as long as they are held: by their place on the keyboard, in any layout. */
export class HeldKeys {
  readonly #viewer: Viewer;
  readonly #held = new Map<string, number>();
  #frame = 0;
  #lastMs = 0;
  #isFast = false;
  /** Where zooming keeps its place; the middle when absent. */
  pointerX: number | undefined;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  /** Whether the key was one of these. */
  press(event: KeyboardEvent): boolean {
    if (directions[event.code] === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
    this.#isFast = event.shiftKey;
    if (!this.#held.has(event.code)) {
      this.#held.set(event.code, performance.now());
      this.#step(event.code, firstStepSeconds);
    }
    this.#run();
    return true;
  }

  release(event: KeyboardEvent): void {
    this.#isFast = event.shiftKey;
    this.#held.delete(event.code);
  }

  releaseAll(): void {
    this.#held.clear();
  }

  #run(): void {
    // Whoever asked for less motion gets one step per press.
    if (this.#frame !== 0 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.#lastMs = performance.now();
    const tick = (nowMs: number) => {
      this.#frame = 0;
      if (this.#held.size === 0) return;
      const elapsedMs = Math.min(50, Math.max(0, nowMs - this.#lastMs));
      this.#lastMs = nowMs;
      for (const code of this.#held.keys()) this.#step(code, elapsedMs / 1000);
      this.#frame = requestAnimationFrame(tick);
    };
    this.#frame = requestAnimationFrame(tick);
  }

  #step(code: string, seconds: number): void {
    const heldMs = performance.now() - (this.#held.get(code) ?? 0);
    const speed = Math.min(1, heldMs / accelerationMs);
    const length = seconds * (this.#isFast ? withShift : 1);
    const { zoom, pan } = directions[code] ?? {};
    const { viewport } = this.#viewer;
    if (zoom !== undefined) {
      const rate = zoomPerSecond.slow + (zoomPerSecond.fast - zoomPerSecond.slow) * speed;
      viewport.zoomBy(rate ** (zoom * length * 2), this.pointerX);
    }
    if (pan !== undefined) {
      const rate = screensPerSecond.slow + (screensPerSecond.fast - screensPerSecond.slow) * speed;
      viewport.panBy(pan * rate * length);
    }
  }
}
