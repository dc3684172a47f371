import type { Io } from '../io.ts';

/** What Ctrl-C throws where work is waiting for its turn. */
export class Interrupted extends Error {
  constructor() {
    super('Stopped.');
    this.name = 'Interrupted';
  }
}

/** Reading gives way this often: Ctrl-C is answered before anybody presses it again. */
const turnMs = 100;

/** Lets Ctrl-C end work that is cut into pieces; between {@link watch} and {@link release} only. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #io: Io;
  #release: (() => void) | undefined;
  #lastTurnMs = performance.now();

  constructor(io: Io) {
    this.#io = io;
  }

  /** Ends a download. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  watch(): void {
    this.#release ??= this.#io.onInterrupt(() => {
      this.#controller.abort();
    });
  }

  /** From here on Ctrl-C ends the program at once: work that cannot be cut must not swallow it. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /**
   * A turn for the event loop, when it has waited long enough.
   *
   * @throws Interrupted when Ctrl-C was pressed meanwhile.
   */
  giveWay(): Promise<void> | void {
    if (this.signal.aborted) return Promise.reject(new Interrupted());
    const nowMs = performance.now();
    if (nowMs - this.#lastTurnMs < turnMs) return;
    this.#lastTurnMs = nowMs;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        if (this.signal.aborted) reject(new Interrupted());
        else resolve();
      });
    });
  }
}
