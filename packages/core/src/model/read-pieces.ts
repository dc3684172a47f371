import { type RandomAccess, sliceSource } from '../ingest/archives/random-access.ts';
import { CodecError } from '../ingest/codecs/codec.ts';
import {
  countUnpacked,
  decodeRest,
  decodeSource,
  type DecodeOptions,
  type DecodeProgress,
  makeDecodeProgress,
} from '../ingest/decode.ts';
import type { LogPart } from '../ingest/log-input.ts';
import { cutFile, type FileCut } from '../ingest/threads/cut-file.ts';
import { pieceBytes } from '../ingest/threads/piece-bytes.ts';
import type { DeliveredPiece, ScanThreads } from '../ingest/threads/scan-threads.ts';
import { AppError } from '../util/app-error.ts';

/** A file that several threads read. */
export interface SharedFile {
  readonly threads: ScanThreads;
  readonly path: string;
  readonly file: RandomAccess;
  readonly cut: FileCut;
}

/** What becomes of the pieces, which come in their order. */
export interface PieceSink {
  readonly push: (chunk: Uint8Array) => void;
  readonly apply: (delivered: DeliveredPiece) => void;
}

/**
 * How other threads are to help with a part; nothing where they cannot, or where the part must be refused.
 *
 * @param logBytes stored bytes of all parts, where they are known
 */
export function shareFile(
  threads: ScanThreads | undefined,
  part: LogPart,
  logBytes: number | undefined,
  options: DecodeOptions,
): SharedFile | undefined {
  const { diskPath: path } = part;
  if (threads === undefined || path === undefined || options.buffer === undefined) return undefined;
  const file = threads.openFile(path);
  const cut = cutFile(file, logBytes, threads.cutOptions);
  if (cut !== undefined && isWelcome(part, options)) return { threads, path, file, cut };
  file.close();
  return undefined;
}

/** Whether the start of a part is that of a log. */
function isWelcome(part: LogPart, options: DecodeOptions): boolean {
  try {
    const start = decodeSource(part.open(), { ...options, progress: makeDecodeProgress() });
    start.next();
    start.return();
    return true;
  } catch (error) {
    if (error instanceof CodecError || error instanceof AppError) return false;
    throw error;
  }
}

/**
 * Reads a file piece by piece: what no thread has begun with is read here. Yields now and then, so that others get a turn;
 * closes the file.
 *
 * @throws what `decodeSource` throws.
 */
export function* readPieces(
  { threads, path, file, cut }: SharedFile,
  options: DecodeOptions & { readonly buffer?: Uint8Array | undefined; readonly progress: DecodeProgress },
  maxLineBytes: number,
  { push, apply }: PieceSink,
): Generator<void, void, undefined> {
  const { progress, buffer = new Uint8Array(0) } = options;
  const { bounds, codecId } = cut;
  const queue = threads.begin(path, cut, maxLineBytes);
  try {
    let readTo = 0;
    for (let index = 0; index + 1 < bounds.length && readTo === bounds[index]; index++) {
      const end = bounds[index + 1] ?? 0;
      const delivered = queue.next(index);
      if (delivered === undefined) {
        const bytes = pieceBytes(file, cut, index, buffer);
        let next = bytes.next();
        for (; next.done !== true; next = bytes.next()) {
          countUnpacked(progress, next.value.length, end, options);
          push(next.value);
          yield;
        }
        readTo = next.value;
      } else {
        countUnpacked(progress, delivered.piece.unpackedBytes, end, options);
        apply(delivered);
        readTo = end;
        yield;
      }
    }
    queue.close();
    // Of a file that is still being written there may be more by now.
    const rest = { ...sliceSource(file, readTo, Infinity), close: () => undefined };
    for (const chunk of decodeRest(rest, readTo, codecId, options)) {
      push(chunk);
      yield;
    }
  } finally {
    queue.close();
    file.close();
  }
}
