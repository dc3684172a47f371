import type { TaskBatch } from './task-columns.ts';

/** Reads task lines that match a known layout, many at a time, without making an object or a string for each. */
export interface TaskScanner {
  /** Texts of the batch by code; code 0 is the empty text. Grows, and never changes what it holds. */
  readonly texts: readonly string[];
  readonly batch: TaskBatch;
  /** How many lines the last {@link scan} took: each is one event of the batch. */
  readonly linesTaken: number;
  /** Makes these bytes the ones that {@link scan} reads; valid until the next call. */
  load(bytes: Uint8Array): void;
  /**
   * Fills the batch anew with the lines from `start` (the start of a line) on, up to a line that matches no layout or is
   * not complete, or until the batch is full. Returns the start of the first line that was not taken.
   */
  scan(start: number): number;
  /**
   * Takes a task line that {@link scan} left, so that the next one of its kind need not be. The text has no newline and is
   * JSON whose `Event` is a task start or end.
   */
  learn(text: string, isStart: boolean): void;
}
