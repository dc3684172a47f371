import type { ReadProgress } from '@cinderlog/core';

/** So long a log has been read when its beginning is shown first. */
const firstLookMs = 250;
/** Each look takes about as long as all reading before it: with this much between two, all together cost a third of it. */
const growth = 4;
/** What is nearly read is not worth a look: as a part of the time that reading has taken, and in any case. */
const leastLeft = { share: 1.5, ms: 1_000 };

/** Decides when the beginning of a log is shown while the rest of it is still being read. */
export class EarlyLooks {
  readonly #now: () => number;
  readonly #startedMs: number;
  #lookedMs = 0;
  #nextMs = firstLookMs;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#startedMs = now();
  }

  isDue({ storedBytesRead, storedBytesTotal }: ReadProgress): boolean {
    const readingMs = this.#now() - this.#startedMs - this.#lookedMs;
    if (readingMs < this.#nextMs || storedBytesTotal === undefined || storedBytesRead === 0) return false;
    const leftMs = readingMs * (storedBytesTotal / storedBytesRead - 1);
    return leftMs > Math.max(leastLeft.ms, leastLeft.share * readingMs);
  }

  /** Takes a look, whose time is not counted as reading. */
  async take(look: () => Promise<void>): Promise<void> {
    const fromMs = this.#now();
    this.#nextMs = (fromMs - this.#startedMs - this.#lookedMs) * growth;
    await look();
    this.#lookedMs += this.#now() - fromMs;
  }
}
