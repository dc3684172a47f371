/**
 * Bytes of one stored file, pulled synchronously.
 *
 * Synchronous on purpose: a file descriptor and a worker's file reader both allow it, WebAssembly decoders need it,
 * and no promise is paid per chunk. What arrives asynchronously (a download) is stored first.
 */
export interface ByteSource {
  /** Size of the stored (still compressed) bytes where it is known before reading. */
  readonly sizeBytes: number | undefined;
  /** Fills `into` from its start with the next bytes; returns how many, 0 at the end. May return less than asked. */
  read(into: Uint8Array): number;
  close(): void;
}

/** A source over bytes already in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  let position = 0;
  return {
    sizeBytes: bytes.length,
    read(into) {
      const count = Math.min(into.length, bytes.length - position);
      into.set(bytes.subarray(position, position + count));
      position += count;
      return count;
    },
    close() {
      position = bytes.length;
    },
  };
}
