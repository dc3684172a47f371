import { memorySource, type ByteSource, type LogInput } from '@cinderlog/core';

/** A log made of byte arrays, one per part. */
export function inputOf(...parts: (Uint8Array | (() => ByteSource))[]): LogInput {
  return {
    name: 'a log',
    layout: 'single',
    parts: parts.map((part, index) => ({
      name: `part ${index + 1}`,
      open: typeof part === 'function' ? part : () => memorySource(part),
    })),
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

/** Hands the bytes out in pieces of the given sizes, over and over. */
export function pieceSource(bytes: Uint8Array, sizes: readonly number[]): ByteSource {
  const whole = memorySource(bytes);
  let turn = 0;
  return {
    sizeBytes: bytes.length,
    read: (into) => whole.read(into.subarray(0, sizes[turn++ % sizes.length])),
    close: () => {
      whole.close();
    },
  };
}
