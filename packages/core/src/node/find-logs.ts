import { readdirSync, statSync, type Stats } from 'node:fs';
import { isAbsolute } from 'node:path';
import { prepareCodecs } from '../ingest/decode.ts';
import { groupLogs } from '../ingest/group-logs.ts';
import type { LogInput } from '../ingest/log-input.ts';
import { parseLogFileName } from '../ingest/log-names.ts';
import { fileNameOf, folderOf, type StoredFile } from '../ingest/stored-file.ts';
import { AppError } from '../util/app-error.ts';
import type { ClusterInput } from '../cluster/read-files.ts';
import { expandArchive, isNamedLikeAnArchive } from './expand-archive.ts';
import { findDeliveredFiles } from './find-cluster-files.ts';
import { fileSource, standardInputSource, unreadable } from './file-source.ts';
import { downloadFromHistoryServer, type DownloadOptions, isHistoryServerAddress } from './history-server.ts';
import { storedFile, walkFolder } from './walk-folder.ts';

const shownNames = 5;

/** What {@link findLogs} made of the given paths. */
export interface FoundLogs {
  readonly logs: readonly LogInput[];
  /** One sentence for each input, or file of an input, that cannot be read as a log. */
  readonly refused: readonly AppError[];
  /** What Databricks delivered beside the event logs: logs of the driver and of executors. */
  readonly clusterFiles: readonly ClusterInput[];
  /** Sentences about files that were passed over. */
  readonly notes: readonly string[];
  /** Deletes what was downloaded; to be called when the logs have been read. */
  dispose(): void;
}

/**
 * Finds the logs behind files, folders, archives, patterns, `-` and History Server addresses. Bad input among several
 * never throws; it is refused by name.
 */
export async function findLogs(inputs: readonly string[], options: DownloadOptions = {}): Promise<FoundLogs> {
  await prepareCodecs();
  const search = new LogSearch(options);
  for (const input of inputs) {
    try {
      await search.look(input);
    } catch (error) {
      search.refused.push(error instanceof AppError ? error : unreadable(input, error));
    }
  }
  return search.finish();
}

interface Place {
  readonly name: string;
  readonly paths: ReadonlySet<string>;
  /** Something under it was refused already, before the files were sorted. */
  readonly complainedOf: boolean;
}

/** What Hadoop puts beside each file that it writes to a local disk: nothing that anybody would miss. */
const checksumFile = /(^|\/)\.[^/]+\.crc$/;

class LogSearch {
  readonly refused: AppError[] = [];
  readonly #options: DownloadOptions;
  readonly #streams: LogInput[] = [];
  /** By path, so that a part named twice, or found through its folder as well, counts once. */
  readonly #files = new Map<string, StoredFile>();
  readonly #notes: string[] = [];
  readonly #disposers: (() => void)[] = [];
  /** Folders, archives and patterns: to be complained about when no log is under them. */
  readonly #places: Place[] = [];

  constructor(options: DownloadOptions) {
    this.#options = options;
  }

  async look(input: string): Promise<void> {
    if (input === '') throw new AppError('usage', 'An input is an empty text; name a file or a folder.');
    if (input === '-') this.#streams.push(streamLog('standard input', standardInputSource));
    else if (isHistoryServerAddress(input)) {
      const download = await downloadFromHistoryServer(input, this.#options);
      this.#disposers.push(download.dispose);
      this.#lookIntoFile(download.path);
    } else {
      const stat = statSync(input, { throwIfNoEntry: false });
      if (stat !== undefined) this.#lookInto(input, stat);
      else await this.#lookForPattern(input);
    }
  }

  finish(): FoundLogs {
    const { logs, refused, leftAside } = groupLogs([...this.#files.values()]);
    const clusterFiles = findDeliveredFiles(logs);
    const delivered = new Set(clusterFiles.map(({ name }) => name));
    const used = new Set(logs.flatMap((log) => log.parts.map((part) => part.name)));
    for (const { name, paths, complainedOf } of this.#places) {
      const skipped = leftAside.filter((path) => paths.has(path) && !delivered.has(path));
      const notable = skipped.filter((path) => !checksumFile.test(path));
      if (notable.length > 0) this.#notes.push(`In ${name}, ${countFiles(notable)} left aside: no event logs.`);
      const speaks =
        complainedOf || refused.some(({ path }) => paths.has(path)) || [...paths].some((path) => used.has(path));
      if (!speaks) this.refused.push(new AppError('input-not-a-log', noLogIn(name, skipped)));
    }
    return {
      logs: [...this.#streams, ...logs],
      refused: [...this.refused, ...refused.map(({ error }) => error)],
      clusterFiles,
      notes: this.#notes,
      dispose: () => {
        for (const dispose of this.#disposers) dispose();
      },
    };
  }

  #lookInto(path: string, stat: Stats): void {
    if (stat.isDirectory()) {
      const refusedBefore = this.refused.length;
      const files = this.#walk(path);
      this.#addPlace(path, files, this.refused.length > refusedBefore);
    } else if (stat.isFile()) this.#lookIntoFile(path);
    // A named pipe, as `<(command)` makes one, can be read once only, so it is not looked into now.
    else this.#streams.push(streamLog(path, () => fileSource(path)));
  }

  #lookIntoFile(path: string): void {
    const archive = expandArchive(path);
    if (archive !== undefined) {
      this.#notes.push(...archive.notes);
      this.#addPlace(path, archive.files, false);
      return;
    }
    const named = parseLogFileName(fileNameOf(path.replaceAll('\\', '/')));
    if (named.kind === 'events' || named.kind === 'appstatus') this.#addRollingSiblings(path, named.base);
    else this.#add([storedFile(path, statSync(path).size, true)]);
  }

  /** One part of a rolling log stands for all of it: none can be understood without the first. */
  #addRollingSiblings(path: string, base: string): void {
    const folder = folderOf(path.replaceAll('\\', '/'));
    const siblings = readdirSync(folder === '' ? '.' : folder).filter((name) => {
      const named = parseLogFileName(name);
      return (named.kind === 'events' || named.kind === 'appstatus') && named.base === base;
    });
    const paths = siblings.map((name) => (folder === '' ? name : `${folder}/${name}`));
    this.#add(paths.map((sibling) => storedFile(sibling, statSync(sibling).size, true)));
    if (siblings.length > 1) this.#notes.push(`${path} is one part of a rolling log; all its parts are read.`);
  }

  async #lookForPattern(pattern: string): Promise<void> {
    const { glob, isDynamicPattern } = await import('tinyglobby');
    if (!isDynamicPattern(pattern)) throw new AppError('input-missing', `${pattern} does not exist.`);
    const found = await glob(pattern, { onlyFiles: false, expandDirectories: false, absolute: isAbsolute(pattern) });
    if (found.length === 0) throw new AppError('input-missing', `Nothing matches ${pattern}.`);
    const files: StoredFile[] = [];
    const refusedBefore = this.refused.length;
    for (const path of found.sort()) {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() === true) for (const file of this.#walk(path)) files.push(file);
      else if (stat?.isFile() === true)
        for (const file of this.#expand(storedFile(path, stat.size, false))) files.push(file);
    }
    this.#addPlace(pattern, files, this.refused.length > refusedBefore);
  }

  #walk(folder: string): readonly StoredFile[] {
    const { files, refused } = walkFolder(folder);
    this.refused.push(...refused);
    return files.flatMap((file) => this.#expand(file));
  }

  /** A file met in a folder: itself, or what is in it when it is an archive. */
  #expand(file: StoredFile): readonly StoredFile[] {
    if (!isNamedLikeAnArchive(file.path)) return [file];
    try {
      const archive = expandArchive(file.path);
      this.#notes.push(...(archive?.notes ?? []));
      return archive?.files ?? [file];
    } catch (error) {
      this.refused.push(error instanceof AppError ? error : unreadable(file.path, error));
      return [];
    }
  }

  #addPlace(name: string, files: readonly StoredFile[], complainedOf: boolean): void {
    this.#places.push({ name, paths: new Set(files.map((file) => file.path)), complainedOf });
    this.#add(files);
  }

  #add(files: readonly StoredFile[]): void {
    for (const file of files) if (file.wanted || !this.#files.has(file.path)) this.#files.set(file.path, file);
  }
}

function streamLog(name: string, open: LogInput['parts'][number]['open']): LogInput {
  return {
    name,
    layout: 'single',
    parts: [{ name, open }],
    inProgress: false,
    compacted: false,
    missingPartIndices: [],
    isStream: true,
    notes: [],
  };
}

function noLogIn(name: string, skipped: readonly string[]): string {
  const archives = skipped.filter(isNamedLikeAnArchive).map(fileNameOf);
  const [first] = archives;
  return first === undefined
    ? `There is no event log in ${name}.`
    : `There is no event log in ${name}, but an archive within it (${first}): unpack the outer one first.`;
}

/** `3 files (a, b, c) were`, with the first few names only. */
function countFiles(paths: readonly string[]): string {
  const names = paths.slice(0, shownNames).map(fileNameOf).join(', ');
  const more = paths.length > shownNames ? `, and ${paths.length - shownNames} more` : '';
  return paths.length === 1 ? `1 file (${names}) was` : `${paths.length} files (${names}${more}) were`;
}
