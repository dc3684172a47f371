import type { ByteReader } from '../byte-reader.ts';

/** How many leading bytes {@link Codec.matches} is given (fewer near the end of the file). */
export const codecHeadBytes = 16;

/**
 * One kind of compression, recognised by its leading bytes.
 *
 * A log may hold many members one behind the other, of the same kind (Spark closes a zstd frame at nearly every flush) or
 * of several (files joined by `cat`), so `decode` stops, without having consumed them, at bytes that are not its own.
 */
export interface Codec {
  readonly id: string;
  /** Whether a member of this codec starts with these bytes. */
  matches(head: Uint8Array): boolean;
  /** Loads what decoding needs (a WebAssembly module); called once before `decode` where it exists. */
  prepare?(): Promise<void>;
  /**
   * Yields the plain bytes of all members up to the first foreign byte or the end of the file. A yielded array is valid
   * only until the next one is asked for.
   *
   * @throws CodecError after everything readable was yielded, when the data is cut or damaged.
   */
  decode(reader: ByteReader): Generator<Uint8Array, void, undefined>;
}

/** Why decoding stopped early. `cut`: the file ends inside a member, as in-progress logs do. */
export type CodecErrorKind = 'cut' | 'damaged';

/** The end of what can be read of a compressed file. The message is a clause that names no file. */
export class CodecError extends Error {
  readonly kind: CodecErrorKind;
  readonly codecId: string;
  /** Where in the stored (compressed) file the unreadable member or block starts. */
  readonly storedOffset: number;

  constructor(kind: CodecErrorKind, codecId: string, storedOffset: number, message: string) {
    super(message);
    this.name = 'CodecError';
    this.kind = kind;
    this.codecId = codecId;
    this.storedOffset = storedOffset;
  }
}

/** The file ends inside what starts at `storedOffset`. */
export function cutError(codecId: string, storedOffset: number, what: string): CodecError {
  return new CodecError(
    'cut',
    codecId,
    storedOffset,
    `the ${codecId} data ends inside the ${what} at byte ${storedOffset}`,
  );
}

/** What starts at `storedOffset` cannot have been written like this. */
export function damagedError(codecId: string, storedOffset: number, why: string): CodecError {
  return new CodecError(
    'damaged',
    codecId,
    storedOffset,
    `the ${codecId} data is damaged at byte ${storedOffset}: ${why}`,
  );
}
