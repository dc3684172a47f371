import type { ReadOptions } from '@cinderlog/core';
import { scanThreads } from '@cinderlog/core/node';

/** Threads that help to read large logs, to be closed in the end; nothing where one is to be alone. */
export function readThreads(threads: number | undefined): ReadOptions['threads'] {
  // Beside the bundle that this becomes a part of.
  return scanThreads({ threads, workerUrl: new URL('./scan-worker.js', import.meta.url) });
}
