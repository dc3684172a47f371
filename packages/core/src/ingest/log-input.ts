import type { ByteSource } from './byte-source.ts';

/** How the files of one log lie on disk (or in an archive). */
export type LogLayout = 'single' | 'rolling' | 'databricks';

/** One stored file of a log. */
export interface LogPart {
  /** Name to show to the user: a path as given, or `archive.zip!/inner/name`. */
  readonly name: string;
  /** As stored; absent where that shows only when it is opened. */
  readonly sizeBytes?: number;
  /** Where other threads can open it, for a file on disk. */
  readonly diskPath?: string | undefined;
  open(): ByteSource;
}

/** All files of one log, in reading order. */
export interface LogInput {
  /** What the user would call it: the path of the file or folder. */
  readonly name: string;
  readonly layout: LogLayout;
  readonly parts: readonly LogPart[];
  /** Where the names of files say so, for a log that does not begin with it. */
  readonly sparkVersion?: string | undefined;
  /** A marker says that the log was not closed: `.inprogress` on the file, or on the rolling folder's `appstatus`. */
  readonly inProgress: boolean;
  /** The log holds a `.compact` file: the History Server has thrown events of finished work away. */
  readonly compacted: boolean;
  /** Indices absent from a rolling folder's numbering, counted from the first file present. */
  readonly missingPartIndices: readonly number[];
  /** Sentences about what was left out while the files were collected. */
  readonly notes: readonly string[];
}
