import { pathToFileURL } from 'node:url';
import { scanThreads } from '@cinderlog/core/node';
import type { ReadOptions } from '@cinderlog/core';

type Threads = NonNullable<ReadOptions['threads']>;

/** As the build makes it. */
const builtWorker = pathToFileURL('packages/cli/dist/scan-worker.js');
const headStartMs = 3;

/** Threads that get to read even the smallest files: the main one is held back before each piece. */
export interface EagerThreads extends Threads {
  /** Pieces that other threads read. */
  readonly delivered: () => number;
}

export function eagerThreads(pieceBytes: number, workerUrl = builtWorker): EagerThreads {
  const threads = scanThreads({ threads: 3, workerUrl, cutOptions: { leastBytes: 0, pieceBytes } });
  if (threads === undefined) throw new Error('no threads');
  let delivered = 0;
  return {
    cutOptions: threads.cutOptions ?? {},
    openFile: (path) => threads.openFile(path),
    begin: (...job) => {
      const queue = threads.begin(...job);
      return {
        next: (piece) => {
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, headStartMs);
          const result = queue.next(piece);
          if (result !== undefined) delivered++;
          return result;
        },
        close: () => {
          queue.close();
        },
      };
    },
    close: () => {
      threads.close();
    },
    delivered: () => delivered,
  };
}
