import type { ViewerMethod, ViewerRequests } from '@cinderlog/core';

/** A run, wherever it lies: in a worker of the page, behind the local server, or inside the page. */
export interface RunSource {
  /** @throws Error with a sentence for the reader when there is no answer. */
  ask<Method extends ViewerMethod>(
    method: Method,
    asks: ViewerRequests[Method]['asks'],
  ): Promise<ViewerRequests[Method]['gets']>;
  close(): void;
}
