import type { ReadProgress, ViewerMethod } from '@cinderlog/core';

/** A file that was dropped or picked, with its path below what was dropped. */
export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** From the page to the worker. */
export type WorkerRequest =
  | { readonly kind: 'open'; readonly files: readonly DroppedFile[] }
  /** Read one of the logs that were found. */
  | { readonly kind: 'read'; readonly log: number; readonly showsBeginning: boolean }
  | { readonly kind: 'compare'; readonly id: number; readonly known: number; readonly fresh: number }
  | {
      readonly kind: 'ask';
      readonly id: number;
      readonly run: number;
      readonly method: ViewerMethod;
      readonly asks: object;
    };

/** From the worker to the page. */
export type WorkerReply =
  /** Which logs and reports are in the files, and what was refused or left aside. */
  | { readonly kind: 'found'; readonly logs: readonly string[]; readonly problems: readonly string[] }
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  /** The beginning of a log that is still being read can be asked; told again when it is more of it. */
  | { readonly kind: 'beginning'; readonly run: number }
  /** A log has been read: its applications, each a run that can be asked, behind those read before. */
  | {
      readonly kind: 'ready';
      readonly first: number;
      readonly runs: readonly string[];
      readonly readMs: number;
      readonly analyseMs: number;
    }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'no-answer'; readonly id: number; readonly message: string };
