import { AppError } from '../util/app-error.ts';
import type { LogInput } from './log-input.ts';
import type { LogFileName } from './log-names.ts';
import { fileNameOf, folderOf, partOf, type StoredFile } from './stored-file.ts';

/** A file of a rolling log with what its name says. */
export interface RollingFile {
  readonly file: StoredFile;
  readonly name: Extract<LogFileName, { kind: 'events' | 'appstatus' }>;
}

interface RollingPart {
  readonly file: StoredFile;
  readonly index: number;
  readonly compacted: boolean;
}

/**
 * Puts the files of one rolling log in order, by number. What the History Server compacted replaces everything up to its
 * own number; a compaction that was not finished is ignored, as the server does after a crash.
 *
 * @returns an AppError when there is no event in any of them.
 */
export function assembleRollingLog(name: string, files: readonly RollingFile[]): LogInput | AppError {
  const notes: string[] = [];
  const all = files.flatMap(({ file, name: parsed }): RollingPart[] => {
    if (parsed.kind === 'appstatus') return [];
    if (parsed.compacted && parsed.inProgress) {
      notes.push(`${file.path} was left aside: the History Server did not finish writing it.`);
      return [];
    }
    return [{ file, index: parsed.index, compacted: parsed.compacted }];
  });
  if (all.length === 0)
    return new AppError(
      'input-empty',
      `${name} holds no events, only the marker that the application started: it ended before its first events were stored.`,
    );

  const parts = dropEmpty(dropDoubles(dropCompacted(inOrder(all), notes), notes), notes);
  const first = parts[0];
  if (first === undefined) return new AppError('input-empty', `${name} holds no events: all its files are empty.`);
  // Spark counts from 1; EMR Serverless and EMR on EKS from 0.
  if (first.index > 1 && !first.compacted)
    notes.push(`The first file of ${name} has number ${first.index}: the start of the log is missing.`);
  const markers = files.flatMap(({ name: parsed }) => (parsed.kind === 'appstatus' ? [parsed.inProgress] : []));
  return {
    name,
    layout: 'rolling',
    parts: parts.map(({ file }) => partOf(file)),
    inProgress: markers.length > 0 && markers.every(Boolean),
    compacted: parts.some((part) => part.compacted),
    missingPartIndices: missingIndices(parts.map((part) => part.index)),
    notes,
  };
}

function inOrder(parts: readonly RollingPart[]): readonly RollingPart[] {
  return parts.toSorted(
    (a, b) => a.index - b.index || Number(b.compacted) - Number(a.compacted) || (a.file.path < b.file.path ? -1 : 1),
  );
}

function dropCompacted(parts: readonly RollingPart[], notes: string[]): readonly RollingPart[] {
  const last = parts.findLast((part) => part.compacted);
  if (last === undefined) return parts;
  const kept = parts.filter((part) => part === last || part.index > last.index);
  if (kept.length < parts.length)
    notes.push(`${parts.length - kept.length} files were left aside: ${fileNameOf(last.file.path)} replaces them.`);
  return kept;
}

/** One number twice happens when somebody unpacked a part and kept the packed one beside it. */
function dropDoubles(parts: readonly RollingPart[], notes: string[]): readonly RollingPart[] {
  return parts.filter((part, at) => {
    const before = parts[at - 1];
    if (before?.index !== part.index) return true;
    notes.push(`${part.file.path} was left aside: ${fileNameOf(before.file.path)} has the same number.`);
    return false;
  });
}

function dropEmpty(parts: readonly RollingPart[], notes: string[]): readonly RollingPart[] {
  return parts.filter((part) => {
    if (part.file.sizeBytes > 0) return true;
    notes.push(`${part.file.path} is empty.`);
    return false;
  });
}

function missingIndices(present: readonly number[]): readonly number[] {
  const missing: number[] = [];
  const known = new Set(present);
  // A number far off is a foreign name rather than a million lost files: the list stays short.
  const last = Math.min(present.at(-1) ?? 0, (present[0] ?? 0) + 100_000);
  for (let index = present[0] ?? 0; index < last; index++) if (!known.has(index)) missing.push(index);
  return missing;
}

/** What to call a rolling log: its folder, where it has one of its own. */
export function rollingLogName(file: StoredFile, base: string, folderIsItsOwn: boolean): string {
  const folder = folderOf(file.path);
  return folderIsItsOwn ? folder : `${folder === '' ? '' : `${folder}/`}events_*_${base}`;
}
