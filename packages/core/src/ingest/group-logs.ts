import { AppError } from '../util/app-error.ts';
import { groupBy } from '../util/group-by.ts';
import type { LogInput } from './log-input.ts';
import { deliveredLogs, type DeliveredFile } from './databricks-delivery.ts';
import { isNamedLikeALog, type LogFileName, parseLogFileName, parseRollingFolderName } from './log-names.ts';
import { oldFolderLog } from './old-folder.ts';
import { assembleRollingLog, type RollingFile, rollingLogName } from './rolling-log.ts';
import { sniffLog } from './sniff-log.ts';
import { fileNameOf, folderOf, partOf, type StoredFile } from './stored-file.ts';

/** What a set of files turned out to be. */
export interface GroupedLogs {
  readonly logs: readonly LogInput[];
  readonly refused: readonly Refusal[];
  /** Paths of files that are no logs and were not asked for by name. */
  readonly leftAside: readonly string[];
}

/** Why a file, or a log of several files, cannot be read. */
export interface Refusal {
  /** Of the file, or of the first one. */
  readonly path: string;
  readonly error: AppError;
}

interface NamedFile<Name extends LogFileName = LogFileName> {
  readonly file: StoredFile;
  readonly name: Name;
}

/**
 * Sorts files, of one folder tree or archive or of several, into logs: rolling ones, Databricks deliveries (all parts in
 * one folder belong together) and single files. Looks into files whose names do not decide it; codecs must be prepared.
 */
export function groupLogs(files: readonly StoredFile[]): GroupedLogs {
  const logs: LogInput[] = [];
  const refused: Refusal[] = [];
  const leftAside: string[] = [];
  const add = (files: readonly NamedFile[], outcome: LogInput | AppError): void => {
    if (outcome instanceof AppError) refused.push({ path: files[0]?.file.path ?? '', error: outcome });
    else logs.push(outcome);
  };
  const delivered: DeliveredFile[] = [];
  for (const [folder, inFolder] of sortedGroups(files, (file) => folderOf(file.path))) {
    const named = inFolder.map((file) => ({ file, name: parseLogFileName(fileNameOf(file.path)) }));
    for (const [files, outcome] of rollingLogs(folder, named)) add(files, outcome);
    delivered.push(...named.filter((each) => isKind(each, 'databricks')));
    const old = named.filter((each) => isKind(each, 'old-folder'));
    if (old.length > 0) add(old, oldFolderLog(folder, old));
    for (const each of named) {
      if (each.name.kind === 'clutter' && !each.file.wanted) leftAside.push(each.file.path);
      else if (each.name.kind === 'single' || each.name.kind === 'clutter') {
        const outcome = singleLog(each);
        if (outcome === undefined) leftAside.push(each.file.path);
        else add([each], outcome);
      }
    }
  }
  for (const [files, outcome] of deliveredLogs(delivered)) add(files, outcome);
  return { logs, refused, leftAside };
}

function rollingLogs(folder: string, named: readonly NamedFile[]): [RollingFile[], LogInput | AppError][] {
  const rolling = named.filter((each): each is RollingFile => isKind(each, 'events') || isKind(each, 'appstatus'));
  const byBase = sortedGroups(rolling, (each) => each.name.base);
  const folderIsItsOwn = byBase.length === 1 && folder !== '' && !folder.endsWith('!');
  const hasOwnName = parseRollingFolderName(fileNameOf(folder)) !== undefined;
  return byBase.flatMap(([base, files]) => {
    const [first] = files;
    return first === undefined
      ? []
      : [[files, assembleRollingLog(rollingLogName(first.file, base, hasOwnName || folderIsItsOwn), files)]];
  });
}

/** `undefined`: no log, and nobody said that it was one. */
function singleLog({ file, name }: NamedFile): LogInput | AppError | undefined {
  const sniffed = sniffLog(file);
  const mustBeALog = file.wanted || isNamedLikeALog(name);
  if (sniffed instanceof AppError) return mustBeALog ? sniffed : undefined;
  if (sniffed === 'json-lines' && !mustBeALog) return undefined;
  return {
    name: file.path,
    layout: 'single',
    parts: [partOf(file)],
    inProgress: name.kind === 'single' && name.inProgress,
    compacted: false,
    missingPartIndices: [],
    notes: [],
  };
}

function isKind<Kind extends LogFileName['kind']>(
  each: NamedFile,
  kind: Kind,
): each is NamedFile<Extract<LogFileName, { kind: Kind }>> {
  return each.name.kind === kind;
}

/** Groups in order of their keys, so that results do not depend on how a file system lists its entries. */
function sortedGroups<Item>(items: readonly Item[], keyOf: (item: Item) => string): [key: string, items: Item[]][] {
  return [...groupBy(items, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1));
}
