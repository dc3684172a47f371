import type { LiveState } from '@cinderlog/core';
import type { RunSource } from '../source/run-source.ts';

/** How often a log that is still being written is asked after. */
const askLiveMs = 1_000;

/** What following tells as it goes. */
export interface Follower {
  isClosed(): boolean;
  /** The run is another than the page shows. */
  renew(): Promise<void>;
  tell(live: LiveState | undefined): void;
  fail(error: Error): void;
}

/** Follows a log that is still being written, or still being read, until its end. */
export async function followLog(source: RunSource, follower: Follower): Promise<void> {
  let version = 0;
  try {
    while (!follower.isClosed() && source.live !== undefined) {
      const live = (await source.live()) ?? undefined;
      if (live === undefined || follower.isClosed()) return;
      if (live.version !== version) await follower.renew();
      version = live.version;
      follower.tell(live);
      if (live.status === 'ended') return;
      await new Promise((resolve) => setTimeout(resolve, askLiveMs));
    }
  } catch (error) {
    follower.tell(undefined);
    follower.fail(error instanceof Error ? error : new Error(String(error)));
  }
}
