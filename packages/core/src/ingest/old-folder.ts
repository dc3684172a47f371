import { AppError } from '../util/app-error.ts';
import type { LogInput } from './log-input.ts';
import type { LogFileName } from './log-names.ts';
import { sniffLog } from './sniff-log.ts';
import { partOf, type StoredFile } from './stored-file.ts';

/** A file of a folder that Spark 1.0 to 1.2 wrote, with what its name says. */
export interface OldFolderFile {
  readonly file: StoredFile;
  readonly name: Extract<LogFileName, { kind: 'old-folder' }>;
}

/**
 * The log that Spark up to 1.2 wrote as a folder: events in `EVENT_LOG_<n>`, everything else in the names of marks. The
 * codec among them is not asked; as everywhere, the bytes tell.
 *
 * @returns an AppError when there is no event in it.
 */
export function oldFolderLog(folder: string, files: readonly OldFolderFile[]): LogInput | AppError {
  const ofPart = (part: OldFolderFile['name']['part']) => files.filter(({ name }) => name.part === part);
  const events = ofPart('events').sort((a, b) => a.name.text.localeCompare(b.name.text, 'en', { numeric: true }));
  const filled = events.filter(({ file }) => file.sizeBytes > 0);
  const [first] = filled;
  const [only] = files;
  const name = folder === '' || files.length === 1 ? (only?.file.path ?? folder) : folder;
  if (first === undefined) return new AppError('input-empty', `${name} holds no events, only the marks of Spark 1.2.`);
  const sniffed = sniffLog(first.file);
  if (sniffed instanceof AppError) return sniffed;
  return {
    name,
    layout: 'single',
    parts: filled.map(({ file }) => partOf(file)),
    sparkVersion: ofPart('version')[0]?.name.text,
    // Spark marked the end; a log without any mark was copied alone, and tells nothing.
    inProgress: files.length > events.length && ofPart('complete').length === 0,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}
