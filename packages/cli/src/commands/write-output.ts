import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@cinderlog/core';

/** Whether an output is a folder, which takes one file per application: it exists as one, or ends like one. */
export function isFolder(output: string): boolean {
  return /[\\/]$/.test(output) || statSync(output, { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Writes a file in one go: under another name first, so that nobody ever sees half of it.
 *
 * @throws AppError `usage` when it cannot be written there.
 */
export function writeWholeFile(path: string, text: string): void {
  // A pipe or a device, such as /dev/stdout, cannot be replaced by a file.
  const isSpecial = statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  const written = isSpecial ? path : `${path}.${process.pid}.part`;
  try {
    writeFileSync(written, text);
    if (!isSpecial) renameSync(written, path);
  } catch (error) {
    if (!isSpecial) rmSync(written, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The report cannot be written to ${path}: ${reason}.`, { cause: error });
  }
}

/** Writes one file per name into a folder, which is made if need be. Names become fit for every file system, and unique. */
export function writeFolder(folder: string, files: readonly { readonly name: string; readonly text: string }[]): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The folder ${folder} cannot be made: ${reason}.`, { cause: error });
  }
  const taken = new Set<string>();
  for (const { name, text } of files) {
    const dot = name.lastIndexOf('.');
    const stem = name
      .slice(0, dot)
      .replaceAll(/[^\w.-]+/g, '_')
      .slice(0, 120);
    let unique = `${stem}${name.slice(dot)}`;
    for (let i = 2; taken.has(unique); i++) unique = `${stem}-${i}${name.slice(dot)}`;
    taken.add(unique);
    writeWholeFile(join(folder, unique), text);
  }
}
