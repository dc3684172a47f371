import type { ByteSource } from './byte-source.ts';

/** A file found in a folder or an archive, not yet known to be a log. */
export interface StoredFile {
  /** As shown to the user, with `/` between components: `logs/app-1.zstd`, `logs.zip!/app-1.zstd`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Named by the user rather than met in a folder: it must be a log, or be refused. */
  readonly wanted: boolean;
  open(): ByteSource;
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
