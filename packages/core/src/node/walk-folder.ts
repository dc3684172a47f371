import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { StoredFile } from '../ingest/stored-file.ts';
import type { AppError } from '../util/app-error.ts';
import { fileSource, unreadable } from './file-source.ts';

/** Deeper trees are not of this world (an EMR tree has nine levels). */
const maxDepth = 64;

/** The regular files under a folder, and what could not be entered or read. */
export interface WalkedFolder {
  readonly files: readonly StoredFile[];
  readonly refused: readonly AppError[];
}

/** Lists a folder with all below it, in order of names; links are followed, each folder once. */
export function walkFolder(folder: string): WalkedFolder {
  const files: StoredFile[] = [];
  const refused: AppError[] = [];
  const visited = new Set<string>();
  const enter = (path: string, depth: number): void => {
    try {
      const real = realpathSync(path);
      if (visited.has(real) || depth > maxDepth) return;
      visited.add(real);
      for (const name of readdirSync(path).sort()) look(`${path}/${name}`, depth + 1);
    } catch (error) {
      refused.push(unreadable(path, error));
    }
  };
  const look = (path: string, depth: number): void => {
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) enter(path, depth);
      else if (stat.isFile()) files.push(storedFile(path, stat.size, false));
    } catch (error) {
      refused.push(unreadable(path, error));
    }
  };
  enter(trimSlashes(folder), 0);
  return { files, refused };
}

/** A file on disk; paths are shown with `/` on every system. */
export function storedFile(path: string, sizeBytes: number, wanted: boolean): StoredFile {
  return { path: path.replaceAll('\\', '/'), sizeBytes, wanted, diskPath: path, open: () => fileSource(path) };
}

function trimSlashes(path: string): string {
  return path.replace(/(?<=.)[/\\]+$/, '');
}
