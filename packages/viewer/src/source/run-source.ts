import type { Comparison, LiveState, ViewerMethod, ViewerRequests } from '@cinderlog/core';

/** A run, wherever it lies: in a worker of the page, behind the local server, or inside the page. */
export interface RunSource {
  /** @throws Error with a sentence for the reader when there is no answer. */
  ask<Method extends ViewerMethod>(
    method: Method,
    asks: ViewerRequests[Method]['asks'],
  ): Promise<ViewerRequests[Method]['gets']>;
  /** How far a log that is still being written has been followed; absent where nothing is followed, null when this one is not. */
  live?(): Promise<LiveState | null>;
  close(): void;
}

/** All runs that were read, wherever they lie. */
export interface RunLibrary {
  readonly names: readonly string[];
  open(place: number): RunSource;
  /** What is different in one run, compared with another. */
  compare(known: number, fresh: number): Promise<Comparison>;
}
