import { memorySource, readLog, type LogInput, type ReadOptions } from '@cinderlog/core';
import { digestModel } from '../../packages/core/test-support/model-digest.ts';

/** A log in memory that hands out at most `pieceBytes` at a time. */
export function logOf(bytes: Uint8Array, pieceBytes = bytes.length): LogInput {
  return {
    name: 'a log',
    layout: 'single',
    parts: [
      {
        name: 'a part',
        open: () => {
          const source = memorySource(bytes);
          return { ...source, read: (into) => source.read(into.subarray(0, pieceBytes)) };
        },
      },
    ],
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

/** The whole model that an engine reads, in short. */
export async function digestOf(log: LogInput, engine: ReadOptions['engine'], options: ReadOptions = {}) {
  return digestModel(await readLog(log, { ...options, engine }));
}
