import type { TaskBatch } from './task-columns.ts';

/** Reads task lines that match a known layout, many at a time, without making an object or a string for each. */
export interface TaskScanner {
  /** Texts of the batch by code; code 0 is the empty text. Grows, and never changes what it holds. */
  readonly texts: readonly string[];
  /**
   * Starts are read anew by each scan. Ends are added to those there, and whoever takes them sets `ends.count` back when the
   * block is full.
   */
  readonly batch: TaskBatch;
  /** A buffer for reading files whose bytes need not be copied for {@link load}; none where that saves nothing. */
  readonly buffer: Uint8Array | undefined;
  /** Makes these bytes the ones that {@link scan} reads; valid until the next call. */
  load(bytes: Uint8Array): void;
  /**
   * Takes the lines from `start` (the start of a line) on, up to a line that matches no layout or is not complete, or until
   * there is no more room. Returns the start of the first line that was not taken.
   */
  scan(start: number): number;
  /**
   * Takes a task line that {@link scan} left, so that the next one of its kind need not be. The text has no newline and is
   * JSON whose `Event` is a task start or end.
   */
  learn(text: string, isStart: boolean): void;
}
