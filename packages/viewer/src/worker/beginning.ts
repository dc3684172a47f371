import type { ByteSource, LogInput } from '@cinderlog/core';

/** A log as it would be if it ended after so many stored bytes. */
export function beginningOf(log: LogInput, storedBytes: number): LogInput {
  let leftBytes = storedBytes;
  const parts = log.parts.flatMap((part) => {
    const mostBytes = leftBytes;
    leftBytes -= part.sizeBytes ?? leftBytes;
    return mostBytes > 0 ? [{ ...part, open: () => cutOff(part.open(), mostBytes) }] : [];
  });
  return { ...log, parts, inProgress: true };
}

function cutOff(source: ByteSource, mostBytes: number): ByteSource {
  let leftBytes = mostBytes;
  return {
    sizeBytes: source.sizeBytes === undefined ? undefined : Math.min(source.sizeBytes, mostBytes),
    read(into) {
      const count = source.read(into.subarray(0, Math.min(into.length, leftBytes)));
      leftBytes -= count;
      return count;
    },
    close: () => {
      source.close();
    },
  };
}
