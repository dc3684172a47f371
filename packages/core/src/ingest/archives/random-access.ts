import type { ByteSource } from '../byte-source.ts';

/** A stored file that can be read at any place, synchronously. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** Fills `into` from `position` on; returns how many bytes, fewer only at the end of the file. */
  readAt(position: number, into: Uint8Array): number;
  close(): void;
}

/** Opens the same file again for every entry that is read. */
export type OpenRandomAccess = () => RandomAccess;

/** The bytes at `position`, fewer at the end of the file. */
export function readBytesAt(file: RandomAccess, position: number, count: number): Uint8Array {
  const bytes = new Uint8Array(Math.max(0, Math.min(count, file.sizeBytes - position)));
  return bytes.subarray(0, file.readAt(position, bytes));
}

/** A stretch of a file as a source; closes the file with itself. */
export function sliceSource(file: RandomAccess, start: number, sizeBytes: number): ByteSource {
  let taken = 0;
  return {
    sizeBytes,
    read(into) {
      const count = file.readAt(start + taken, into.subarray(0, Math.min(into.length, sizeBytes - taken)));
      taken += count;
      return count;
    },
    close() {
      file.close();
    },
  };
}
