import { readdirSync, statSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogInput } from '@cinderlog/core';

/** Enough of a log's files to see that it grew. */
export interface LogMeasure {
  /** What to read: the log under the name that it has now. */
  readonly input: string;
  /** Stored bytes of all its files. */
  readonly bytes: number;
  readonly changedEpochMs: number;
}

/** Spark takes this off a file when the application ends. */
const inProgressSuffix = '.inprogress';

/**
 * Looks at the files of a log as they are now, those that came since it was read among them. Nothing when they are gone, or when the
 * log is none of files: an archive, a pipe, a download.
 */
export function measureLog(log: LogInput): LogMeasure | undefined {
  const [first] = log.parts;
  if (first === undefined) return undefined;
  if (log.layout === 'single') return measureFile(first.name);
  // A new part lies beside the others.
  const folders = [...new Set(log.parts.map(({ name }) => dirname(name)))];
  const stats = folders.flatMap(filesIn);
  if (stats.length === 0) return undefined;
  const isNamedByPath = statSync(log.name, { throwIfNoEntry: false }) !== undefined;
  return { input: isNamedByPath ? log.name : first.name, ...sum(stats) };
}

function measureFile(path: string): LogMeasure | undefined {
  const names = path.endsWith(inProgressSuffix) ? [path, path.slice(0, -inProgressSuffix.length)] : [path];
  for (const input of names) {
    const stat = statOf(input);
    if (stat?.isFile() === true) return { input, ...sum([stat]) };
  }
  return undefined;
}

function filesIn(folder: string): Stats[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const stat = statOf(join(folder, name));
      return stat?.isFile() === true ? stat : [];
    });
  } catch {
    // It is gone for the moment, or for good.
    return [];
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Below a file, as what lies in an archive.
    return undefined;
  }
}

function sum(stats: readonly Stats[]): Omit<LogMeasure, 'input'> {
  return {
    bytes: stats.reduce((total, { size }) => total + size, 0),
    changedEpochMs: Math.max(...stats.map(({ mtimeMs }) => mtimeMs)),
  };
}
