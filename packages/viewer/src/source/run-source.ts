import type { LiveState, RunMethod, RunRequests } from '@cinderlog/core';

/** A run, wherever it lies: in a worker of the page, behind the local server, or inside the page. */
export interface RunSource {
  /** @throws Error with a sentence for the reader when there is no answer. */
  ask<Method extends RunMethod>(
    method: Method,
    asks: RunRequests[Method]['asks'],
  ): Promise<RunRequests[Method]['gets']>;
  /** How far a log that is still being written has been followed; absent where nothing is followed, null when this one is not. */
  live?(): Promise<LiveState | null>;
  close(): void;
}
