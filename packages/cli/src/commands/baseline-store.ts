import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, writeRunSummary, type RunSummary } from '@cinderlog/core';
import { parseSummary } from './load-runs.ts';

/** Where baselines are kept when nothing else is said: relative to the working directory, to be committed or cached. */
export const defaultBaselineFolder = '.cinderlog/baseline';

export interface StoredRun {
  readonly file: string;
  readonly sizeBytes: number;
  readonly summary: RunSummary;
}

//   <folder>/<job>/<start>-<id>.json      one run; the same run added again replaces itself
export function addToStore(folder: string, summary: RunSummary): string {
  const jobFolder = join(folder, folderName(summary.job));
  const started = summary.run.startedAt.replace(/[-:]|\.\d+/g, '');
  const file = join(jobFolder, `${started}-${folderName(summary.run.id ?? 'run')}.json`);
  try {
    mkdirSync(jobFolder, { recursive: true });
    // Whole or not at all: a run that is cut short must not leave half a baseline.
    writeFileSync(`${file}.new`, writeRunSummary(summary));
    renameSync(`${file}.new`, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('usage', `The baseline cannot be written to ${file}: ${reason}.`, { cause: error });
  }
  return file;
}

/**
 * All runs in a store, or those of one job, oldest first.
 *
 * @throws AppError when a file in it cannot be read: a baseline must not shrink in silence
 */
export function readStore(folder: string, job?: string): StoredRun[] {
  return jobFolders(folder, job)
    .flatMap((jobFolder) =>
      readdirSync(jobFolder)
        .filter((name) => name.endsWith('.json'))
        .map((name): StoredRun => {
          const file = join(jobFolder, name);
          return { file, sizeBytes: statSync(file).size, summary: parseSummary(readFileSync(file, 'utf8'), file) };
        }),
    )
    .filter(({ summary }) => job === undefined || summary.job === job)
    .sort((a, b) => (a.summary.run.startedAt < b.summary.run.startedAt ? -1 : 1));
}

/** Whether a folder is a store (or would be one, as it is not there yet) and not a folder of event logs. */
export function looksLikeStore(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return true;
  if (!stats.isDirectory()) return false;
  const names = readdirSync(folder, { withFileTypes: true });
  return names.every(
    (entry) =>
      entry.isDirectory() && readdirSync(join(folder, entry.name)).every((name) => /\.json(\.new)?$/.test(name)),
  );
}

export function removeFromStore({ file }: StoredRun): void {
  rmSync(file, { force: true });
}

function jobFolders(folder: string, job: string | undefined): string[] {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && (job === undefined || entry.name === folderName(job)))
    .map((entry) => join(folder, entry.name));
}

/** A name that every file system takes. The job's own name stands in the file. */
function folderName(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return plain === '' ? 'job' : plain;
}
