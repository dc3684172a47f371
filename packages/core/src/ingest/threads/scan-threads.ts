import type { RandomAccess } from '../archives/random-access.ts';
import type { CutOptions, FileCut } from './cut-file.ts';
import type { ScannedPiece } from './scanned-piece.ts';

/** Threads beside the one that builds the model, which scan pieces of files ahead of it. */
export interface ScanThreads {
  /** Sizes from which files are divided, where they are not the usual ones. */
  readonly cutOptions?: CutOptions;
  openFile(path: string): RandomAccess;
  /** Lets the threads begin with the pieces of a file. */
  begin(path: string, cut: FileCut, maxLineBytes: number): PieceQueue;
  /** Ends the threads. */
  close(): void;
}

/** The pieces of one file, taken in their order. */
export interface PieceQueue {
  /**
   * What a thread read from this piece; nothing when the caller is to read it, because no thread has begun with it, or none
   * can. Waits where one has begun.
   */
  next(piece: number): DeliveredPiece | undefined;
  /** The threads need not go on. */
  close(): void;
}

export interface DeliveredPiece {
  readonly piece: ScannedPiece;
  /** All texts of the thread, by code. */
  readonly texts: readonly string[];
}
