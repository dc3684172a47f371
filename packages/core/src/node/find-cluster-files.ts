import { statSync } from 'node:fs';
import type { ClusterInput } from '../cluster/read-files.ts';
import type { ClusterSource } from '../cluster/cluster-event.ts';
import type { LogInput } from '../ingest/log-input.ts';
import { fileNameOf, folderOf, type StoredFile } from '../ingest/stored-file.ts';
import { AppError } from '../util/app-error.ts';
import { fileSource, unreadable } from './file-source.ts';
import { walkFolder } from './walk-folder.ts';

/** A path that the user named as the cluster's side of the story, and what of. */
export interface ClusterPath {
  readonly path: string;
  /** Absent for `--cluster-log`, which may be anything. */
  readonly expected?: ClusterSource | undefined;
}

export interface FoundClusterFiles {
  readonly inputs: readonly ClusterInput[];
  readonly refused: readonly AppError[];
}

/** Files and folders that were named; of a folder, everything in it that has the name of a log or of JSON. */
export function findClusterFiles(paths: readonly ClusterPath[]): FoundClusterFiles {
  const inputs: ClusterInput[] = [];
  const refused: AppError[] = [];
  for (const { path, expected } of paths) {
    try {
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) throw new AppError('input-missing', `${path} does not exist.`);
      if (!stat.isDirectory()) {
        // A named pipe, as `<(command)` makes one, is read like a file.
        inputs.push({ name: path.replaceAll('\\', '/'), expected, open: () => fileSource(path) });
        continue;
      }
      const walked = walkFolder(path);
      refused.push(...walked.refused);
      const files = walked.files.filter(isReadable);
      if (files.length === 0) throw new AppError('input-missing', `There is no log and no JSON in ${path}.`);
      // Much in a folder of logs is of no interest, so nothing in it has to be understood.
      inputs.push(...files.map(toInput));
    } catch (error) {
      refused.push(error instanceof AppError ? error : unreadable(path, error));
    }
  }
  return { inputs, refused };
}

/** Databricks delivers `<cluster>/eventlog/<host>/<context>/eventlog` beside `driver/`, `executor/` and `init_scripts/`. */
const deliveredFolders = ['driver', 'executor'];

/** What a delivery folder holds beside an event log: the logs of driver and executors, and JSON that somebody put there. */
export function findDeliveredFiles(logs: readonly LogInput[]): readonly ClusterInput[] {
  const clusterFolders = new Set(logs.filter(({ layout }) => layout === 'databricks').flatMap(clusterFolderOf));
  return [...clusterFolders].flatMap((folder) => {
    const walked = deliveredFolders.flatMap((name) => walkIfThere(`${folder}/${name}`));
    const beside = walkIfThere(folder, false).filter(({ path }) => /\.jsonl?(?:\.gz)?$/i.test(path));
    return [...beside, ...walked.filter(isReadable)].map(toInput);
  });
}

function clusterFolderOf(log: LogInput): string[] {
  const [part] = log.parts;
  if (part === undefined || part.name.includes('!/')) return [];
  // <cluster>/eventlog/<host>/<context>/<file>: two levels up from the folder of the parts.
  const eventlog = folderOf(folderOf(folderOf(part.name)));
  return fileNameOf(eventlog) === 'eventlog' && folderOf(eventlog) !== '' ? [folderOf(eventlog)] : [];
}

function walkIfThere(folder: string, deep = true): readonly StoredFile[] {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true) return [];
  return deep ? walkFolder(folder).files : walkFolder(folder).files.filter(({ path }) => folderOf(path) === folder);
}

/** Logs and JSON by their names; what they are, their content decides. */
function isReadable({ path }: StoredFile): boolean {
  return /(?:^|[./_-])(?:log4j|stderr|stdout|log|json|jsonl|ndjson)(?:[./_-]|$)/i.test(fileNameOf(path));
}

function toInput(file: StoredFile): ClusterInput {
  return { name: file.path, open: () => file.open() };
}
