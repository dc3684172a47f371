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

/** A source over pieces that a generator makes, each valid only until the next one. */
export function piecesSource(
  pieces: Generator<Uint8Array, void, undefined>,
  sizeBytes: number | undefined,
  onClose?: () => void,
): ByteSource {
  let piece: Uint8Array = new Uint8Array(0);
  return {
    sizeBytes,
    read(into) {
      while (piece.length === 0) {
        const next = pieces.next();
        if (next.done === true) return 0;
        piece = next.value;
      }
      const count = Math.min(into.length, piece.length);
      into.set(piece.subarray(0, count));
      piece = piece.subarray(count);
      return count;
    },
    close() {
      pieces.return();
      onClose?.();
    },
  };
}
