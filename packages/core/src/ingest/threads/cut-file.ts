import { type RandomAccess, readBytesAt } from '../archives/random-access.ts';
import { codecHeadBytes } from '../codecs/codec.ts';
import { codecs } from '../codecs/index.ts';
import { findFrameEnds } from './zstd-frames.ts';

/** A stored file divided into pieces that threads can read apart: text at any byte, zstd between frames. */
export interface FileCut {
  readonly codecId: CutCodecId;
  /** Where pieces start and the last one ends, in stored bytes. What stands behind is read by one thread, as files usually are. */
  readonly bounds: Float64Array;
}
export type CutCodecId = 'plain' | 'zstd';

/** Stored bytes of a piece: enough work that handing it over costs nothing, little enough to be waited for. */
const pieceBytes: Readonly<Record<CutCodecId, number>> = { plain: 8 * 2 ** 20, zstd: 2 ** 18 };
/** Below so many stored bytes of a log the start of a thread costs more than it gains: about 150 MB of text. */
const leastBytes: Readonly<Record<CutCodecId, number>> = { plain: 150e6, zstd: 5e6 };

/** Sizes to cut by, for tests. */
export interface CutOptions {
  readonly leastBytes?: number | undefined;
  readonly pieceBytes?: number | undefined;
}

/**
 * How to divide a file; nothing for one that is packed in another way, or where there is too little to do.
 *
 * @param logBytes stored bytes of all files of the log, where they are known: threads serve one file after the other
 */
export function cutFile(file: RandomAccess, logBytes = 0, options: CutOptions = {}): FileCut | undefined {
  const head = readBytesAt(file, 0, codecHeadBytes);
  const codecId = codecs.find((codec) => codec.matches(head))?.id;
  if (codecId !== 'plain' && codecId !== 'zstd') return undefined;
  if (Math.max(file.sizeBytes, logBytes) < (options.leastBytes ?? leastBytes[codecId])) return undefined;
  const step = options.pieceBytes ?? pieceBytes[codecId];
  if (file.sizeBytes <= step) return undefined;
  if (codecId === 'zstd') return { codecId, bounds: findFrameEnds(file, step) };
  const pieces = Math.ceil(file.sizeBytes / step);
  return {
    codecId,
    bounds: Float64Array.from({ length: pieces + 1 }, (_, index) => Math.min(index * step, file.sizeBytes)),
  };
}
