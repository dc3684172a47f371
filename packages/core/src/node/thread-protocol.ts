import type { MessagePort } from 'node:worker_threads';
import type { FileCut } from '../ingest/threads/cut-file.ts';
import type { ScannedPiece } from '../ingest/threads/scanned-piece.ts';

/** What a thread is started with. */
export interface ThreadData {
  /** For results: the main thread takes them off without returning to its event loop. */
  readonly results: MessagePort;
  /** From 1; the main thread is 0. */
  readonly thread: number;
  readonly threads: number;
}

/** A file to scan. */
export interface ThreadJob {
  readonly job: number;
  readonly path: string;
  readonly cut: FileCut;
  readonly maxLineBytes: number;
  /** Words shared by all threads: {@link positionWord}, {@link stopWord}, then a {@link pieceStates} for each piece. */
  readonly shared: Int32Array;
}

export interface ThreadResult {
  readonly job: number;
  /** A thread has a scanner for each limit, with texts of its own. */
  readonly maxLineBytes: number;
  readonly index: number;
  readonly piece: ScannedPiece;
}

/** The piece that the main thread is at. */
export const positionWord = 0;
/** 1 when nobody waits for more. */
export const stopWord = 1;
export const firstPieceWord = 2;
export const pieceStates = { free: 0, main: 1, thread: 2, done: 3, refused: 4 } as const;

/** How many pieces ahead of the main thread are scanned; results wait in memory. */
export const piecesAhead = 8;

/** Marks a piece as this thread's and returns it; -1 when there is none to begin with now. */
export function claimPiece(shared: Int32Array, thread: number, threads: number): number {
  const pieces = shared.length - firstPieceWord;
  const position = Atomics.load(shared, positionWord);
  const last = Math.min(pieces - 1, position + Math.max(piecesAhead, threads));
  // In turns, so that the main thread finds the next piece free when it comes to it.
  for (let piece = position + 1; piece <= last; piece++) {
    if (piece % threads === thread && claim(shared, piece)) return piece;
  }
  // One that is ahead of the others helps out where it is waited for last.
  for (let piece = last; piece > position + 1; piece--) if (claim(shared, piece)) return piece;
  return -1;
}

function claim(shared: Int32Array, piece: number): boolean {
  const { free, thread } = pieceStates;
  return Atomics.compareExchange(shared, firstPieceWord + piece, free, thread) === free;
}
