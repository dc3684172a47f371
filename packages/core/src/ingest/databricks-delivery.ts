import { AppError } from '../util/app-error.ts';
import { groupBy } from '../util/group-by.ts';
import type { LogInput } from './log-input.ts';
import type { LogFileName } from './log-names.ts';
import { sniffDelivery, sniffLog } from './sniff-log.ts';
import { folderOf, partOf, type StoredFile } from './stored-file.ts';

/** A file that Databricks delivered, with what its name says. */
export interface DeliveredFile {
  readonly file: StoredFile;
  readonly name: Extract<LogFileName, { kind: 'databricks' }>;
}

/**
 * Sorts delivered files into the logs of their Spark contexts. A folder is one log; folders whose files name the same context,
 * as folders of days do, are one log together.
 */
export function deliveredLogs(files: readonly DeliveredFile[]): [DeliveredFile[], LogInput | AppError][] {
  const folders = [...groupBy(files, ({ file }) => folderOf(file.path))].sort(([a], [b]) => (a < b ? -1 : 1));
  const contexts = groupBy(folders, ([folder, inFolder]) =>
    folders.length === 1 ? folder : (contextOf(inFolder) ?? folder),
  );
  return [...contexts.values()].map((folders) => {
    const parts = folders.flatMap(([, inFolder]) => inFolder);
    return [parts, deliveredLog(commonFolder(folders.map(([folder]) => folder)), inOrder(parts, folders.length > 1))];
  });
}

/** Which Spark context a folder is of, by the first of its files that says so. */
function contextOf(files: readonly DeliveredFile[]): string | undefined {
  for (const { file } of files) {
    const context = sniffDelivery(file)?.contextId;
    if (context !== undefined) return `context ${context}`;
  }
  return undefined;
}

/** Dated parts ascending, then the undated one, which is the newest. Over several folders, each has its newest: numbers decide. */
function inOrder(files: readonly DeliveredFile[], overFolders: boolean): DeliveredFile[] {
  const newest = '\uffff';
  const ranked = files.map((each) => ({
    each,
    rollover: overFolders ? (sniffDelivery(each.file)?.rollover ?? 0) : 0,
    rolledAt: each.name.rolledAt ?? newest,
  }));
  ranked.sort((a, b) => a.rollover - b.rollover || (a.rolledAt < b.rolledAt ? -1 : a.rolledAt > b.rolledAt ? 1 : 0));
  return ranked.map(({ each }) => each);
}

function deliveredLog(folder: string, ordered: readonly DeliveredFile[]): LogInput | AppError {
  const filled = ordered.filter(({ file }) => file.sizeBytes > 0);
  const [only] = ordered;
  const name = ordered.length === 1 && only !== undefined ? only.file.path : folder;
  const [first] = filled;
  if (first === undefined) return new AppError('input-empty', `${name} is empty.`);
  if (filled.length === 1) {
    const sniffed = sniffLog(first.file);
    if (sniffed instanceof AppError) return sniffed;
  }
  return {
    name,
    layout: 'databricks',
    parts: filled.map(({ file }) => partOf(file)),
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    notes: ordered.filter(({ file }) => file.sizeBytes === 0).map(({ file }) => `${file.path} is empty.`),
  };
}

/** The folder that holds all of these. */
function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split('/'));
  const differs = first.findIndex((component, at) => others.some((other) => other[at] !== component));
  return (differs < 0 ? first : first.slice(0, differs)).join('/');
}
