import type { ByteSource, OpenRandomAccess, RandomAccess } from '@cinderlog/core';

const chunkBytes = 4 * 2 ** 20;

/** A dropped file as bytes from front to end. Only workers can read a file without waiting. */
export function blobSource(blob: Blob): ByteSource {
  const reader = new FileReaderSync();
  let position = 0;
  let chunk = new Uint8Array(0);
  return {
    sizeBytes: blob.size,
    read(into) {
      if (chunk.length === 0 && position < blob.size) {
        chunk = new Uint8Array(reader.readAsArrayBuffer(blob.slice(position, position + chunkBytes)));
        position += chunk.length;
      }
      const count = Math.min(into.length, chunk.length);
      into.set(chunk.subarray(0, count));
      chunk = chunk.subarray(count);
      return count;
    },
    close: () => undefined,
  };
}

/** A dropped file, to be read anywhere: archives keep their list at the end. */
export function blobAccess(blob: Blob): OpenRandomAccess {
  return (): RandomAccess => ({
    sizeBytes: blob.size,
    readAt(position, into) {
      const part = blob.slice(position, position + into.length);
      const bytes = new Uint8Array(new FileReaderSync().readAsArrayBuffer(part));
      into.set(bytes);
      return bytes.length;
    },
    close: () => undefined,
  });
}
