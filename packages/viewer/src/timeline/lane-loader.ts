import type { LaneAnswer, LaneQuery } from '@cinderlog/core';
import { timings } from '../app/timings.ts';
import type { RunSource } from '../source/run-source.ts';

/** How far beside the screen is asked for: one screen on either side, so that small moves need nothing new. */
const margin = 1;
/** So many lanes to a request: the answer for a whole screen of them would cost a frame when it arrives. */
const mostAtOnce = 6;

interface Wanted {
  readonly lanes: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  readonly widthPx: number;
}

/**
 * Keeps what lanes need to be drawn. One request is on its way at a time; what was wanted meanwhile is asked for when it is back, and
 * what nobody wants any more is never asked. Old answers stay until new ones are there.
 */
export class LaneLoader {
  readonly #source: RunSource;
  #runMs: number;
  readonly #onAnswer: () => void;
  readonly #onError: (error: Error) => void;
  readonly #answers = new Map<string, LaneAnswer>();
  /** Lanes whose answers are of the run as it was; they are drawn until there are new ones. */
  #stale: ReadonlySet<string> = new Set();
  #wanted: Wanted | undefined;
  #busy = false;
  readonly #startedMs = performance.now();

  constructor(source: RunSource, runMs: number, onAnswer: () => void, onError: (error: Error) => void) {
    this.#source = source;
    this.#runMs = runMs;
    this.#onAnswer = onAnswer;
    this.#onError = onError;
  }

  /** The latest answer for a lane, whatever window it is for. */
  get(lane: string): LaneAnswer | undefined {
    return this.#answers.get(lane);
  }

  get isIdle(): boolean {
    return !this.#busy;
  }

  /** The run has changed: everything is asked for anew. */
  renew(runMs: number): void {
    this.#runMs = runMs;
    this.#stale = new Set(this.#answers.keys());
  }

  /** Asks for what the screen needs and has not. */
  want(lanes: readonly string[], startMs: number, endMs: number, widthPx: number): void {
    this.#wanted = { lanes, startMs, endMs, widthPx };
    if (!this.#busy) void this.#load();
  }

  async #load(): Promise<void> {
    this.#busy = true;
    try {
      for (let queries = this.#missing(); queries.length > 0; queries = this.#missing()) {
        const stale = this.#stale;
        const startMs = performance.now();
        const answers = await this.#source.ask('lanes', { queries: queries.slice(0, mostAtOnce) });
        timings.since('lanes', startMs);
        if (this.#answers.size === 0) timings.since('firstLanes', this.#startedMs);
        for (const answer of answers) this.#answers.set(answer.lane, answer);
        // What changed while the answer was on its way is stale still.
        const fresh = new Set(answers.map(({ lane }) => lane));
        if (stale === this.#stale) this.#stale = new Set([...stale].filter((lane) => !fresh.has(lane)));
        this.#onAnswer();
      }
    } catch (error) {
      this.#onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#busy = false;
    }
  }

  #missing(): LaneQuery[] {
    const wanted = this.#wanted;
    if (wanted === undefined) return [];
    const { startMs, endMs, widthPx } = wanted;
    const visibleMs = endMs - startMs;
    const pixelMs = visibleMs / widthPx;
    const bucketMs = pixelMs < 1 ? 0 : 2 ** Math.floor(Math.log2(pixelMs));
    const query = {
      startMs: Math.max(0, startMs - margin * visibleMs),
      endMs: Math.min(this.#runMs, endMs + margin * visibleMs),
    };
    return wanted.lanes
      .filter((lane) => {
        const known = this.#answers.get(lane);
        return this.#stale.has(lane) || known?.bucketMs !== bucketMs || known.startMs > startMs || known.endMs < endMs;
      })
      .map((lane) => ({ lane, ...query, widthPx: (query.endMs - query.startMs) / pixelMs }));
  }
}
