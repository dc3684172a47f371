import type { ByteSource } from './byte-source.ts';
import type { LogPart } from './log-input.ts';

/** A file found in a folder or an archive, not yet known to be a log. */
export interface StoredFile {
  /** As shown to the user, with `/` between components: `logs/app-1.zstd`, `logs.zip!/app-1.zstd`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Named by the user rather than met in a folder: it must be a log, or be refused. */
  readonly wanted: boolean;
  /** Where other threads can open it: absent for files inside of archives. */
  readonly diskPath?: string;
  open(): ByteSource;
}

/** The file as a part of a log. */
export function partOf(file: StoredFile): LogPart {
  return { name: file.path, sizeBytes: file.sizeBytes, diskPath: file.diskPath, open: () => file.open() };
}

/** The path without its last component; empty when there is only one. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The last component of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
