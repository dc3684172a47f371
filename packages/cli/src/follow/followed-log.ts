import { AppError, type LiveState, type RunView } from '@cinderlog/core';
import type { LogMeasure } from './measure-log.ts';

export interface FollowOptions {
  /** The log's files as they are now; nothing when they are gone. */
  readonly measure: () => LogMeasure | undefined;
  /** Reads the log under the name that it has now. */
  readonly read: (input: string) => Promise<readonly RunView[]>;
  readonly now?: () => number;
}

/** How often the files are looked at. */
const lookEveryMs = 1_000;
/** A log is read anew as a whole, so the time between two readings follows how long one takes. */
const restPerReadingTime = 4;

/**
 * A log that may still be written. It is read again when its files have grown, until the end of its application has been read. What
 * was read before stays as long as something newer cannot be had.
 */
export class FollowedLog {
  readonly #options: FollowOptions;
  readonly #now: () => number;
  #views: readonly RunView[];
  #seen: LogMeasure | undefined;
  #read: LogMeasure | undefined;
  #version = 0;
  #restUntilMs = 0;
  #problem: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** @param views the runs in the log as they were read first, when its files were as `read` */
  constructor(views: readonly RunView[], read: LogMeasure, options: FollowOptions) {
    this.#views = views;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#seen = read;
    this.#read = read;
  }

  view(place: number): RunView | undefined {
    return this.#views[place];
  }

  get hasEnded(): boolean {
    return hasEnded(this.#views);
  }

  get live(): LiveState {
    const { changedEpochMs = this.#now() } = this.#seen ?? {};
    return {
      version: this.#version,
      status: this.hasEnded ? 'ended' : 'following',
      quietMs: Math.max(0, this.#now() - changedEpochMs),
      isBehind: !isSame(this.#seen, this.#read),
      ...(this.#problem !== undefined && { problem: this.#problem }),
    };
  }

  /** Looks at the files from time to time, until {@link stop} or the end of the application. */
  start(): void {
    if (this.#isStopped || this.hasEnded) return;
    this.#timer = setTimeout(() => {
      void this.look().then(() => {
        this.start();
      });
    }, lookEveryMs);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Looks at the files once, and reads them when they have grown and the last reading is long enough ago. */
  async look(): Promise<void> {
    const measured = this.#options.measure();
    if (measured === undefined) {
      this.#problem = 'The log is gone.';
      return;
    }
    this.#seen = measured;
    if (isSame(measured, this.#read) || this.#now() < this.#restUntilMs) return;
    const startedMs = this.#now();
    try {
      const views = await this.#options.read(measured.input);
      // A log is never shorter than it was, unless another took its place.
      if (views.length > 0) this.#views = views;
      this.#version++;
      this.#problem = undefined;
    } catch (error) {
      this.#problem = error instanceof AppError ? error.message : `The log cannot be read: ${String(error)}`;
    }
    this.#read = measured;
    const endedMs = this.#now();
    this.#restUntilMs = endedMs + restPerReadingTime * (endedMs - startedMs);
  }
}

/** Whether nothing more can come: the last application in a log tells its end. */
export function hasEnded(views: readonly RunView[]): boolean {
  return views.at(-1)?.index.result.application.endInferred !== true;
}

function isSame(a: LogMeasure | undefined, b: LogMeasure | undefined): boolean {
  return a?.bytes === b?.bytes && a?.input === b?.input;
}
