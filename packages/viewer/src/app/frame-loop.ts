/** Draws when something changed, once per frame however much did; at rest nothing runs. */
export class FrameLoop {
  readonly #painters = new Set<(dataIsStale: boolean) => void>();
  #frame = 0;
  #dataIsStale = true;

  /** Registers what has to be drawn when anything moves; when only the pointer did, the data need not be drawn again. */
  onDraw(draw: (dataIsStale: boolean) => void): () => void {
    this.#painters.add(draw);
    this.invalidate();
    return () => this.#painters.delete(draw);
  }

  /** Asks for a new picture; many calls make one frame. */
  invalidate(): void {
    this.#dataIsStale = true;
    this.invalidateOverlay();
  }

  /** Asks for a new picture of what lies above the data. */
  invalidateOverlay(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const dataIsStale = this.#dataIsStale;
      this.#dataIsStale = false;
      for (const draw of this.#painters) draw(dataIsStale);
    });
  }

  /** Nothing waits to be drawn. */
  get isIdle(): boolean {
    return this.#frame === 0;
  }
}
