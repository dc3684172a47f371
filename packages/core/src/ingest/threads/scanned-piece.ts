import type { TaskRows } from '../fast/task-columns.ts';
import { scanColumns, startColumns, type ScanColumn } from '../fast/task-columns.ts';

/** What a thread read from one piece of a file; the arrays own their memory, and are handed over, not copied. */
export interface ScannedPiece {
  /** Up to the first line end: the rest of a line that the piece before left open. */
  readonly head: Uint8Array;
  readonly runs: readonly ScannedRun[];
  /** What stands behind the last line end. */
  readonly tail: Uint8Array;
  /** Bytes and lines between head and tail. */
  readonly bytes: number;
  readonly lines: number;
  readonly unpackedBytes: number;
  /** Texts that the thread met for the first time; codes go on counting over all pieces of a thread. */
  readonly newTexts: readonly string[];
}

/** Task events in the order of their lines, at most a block of ends, with the other lines between them. */
export interface ScannedRun {
  readonly startCount: number;
  /** {@link startColumns}, one behind the other. */
  readonly starts: Float64Array;
  readonly endCount: number;
  /** {@link scanColumns}, one behind the other. */
  readonly ends: Float64Array;
  /** `startKind` or `endKind` per event. */
  readonly order: Uint8Array;
  /** The text of other lines, and {@link markNumbers} for each. */
  readonly otherBytes: Uint8Array;
  readonly marks: Float64Array;
}

/** Per line: how many events of the run come before it, start and end in the bytes, line number (from 0) and offset behind the head. */
export const markNumbers = 5;

const noRows = new Float64Array(0);

/** The starts of a run from row `first` on, as scanners hold them. */
export function startRowsOf({ starts, startCount }: ScannedRun, first: number): TaskRows['columns'] {
  const columns = Object.fromEntries(scanColumns.map((name) => [name, noRows])) as Record<ScanColumn, Float64Array>;
  startColumns.forEach((name, index) => {
    columns[name] = starts.subarray(index * startCount + first, (index + 1) * startCount);
  });
  return columns;
}

/** Memory that goes to the other thread. */
export function ownedBuffers({ head, tail, runs }: ScannedPiece): ArrayBuffer[] {
  const arrays = runs.flatMap(({ starts, ends, order, otherBytes, marks }) => [starts, ends, order, otherBytes, marks]);
  return [head, tail, ...arrays].map(({ buffer }) => buffer as ArrayBuffer);
}
