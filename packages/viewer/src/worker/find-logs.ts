import {
  AppError,
  groupLogs,
  isTar,
  listTar,
  listZip,
  looksLikeResult,
  type LogInput,
  type StoredFile,
} from '@cinderlog/core';
import { blobAccess, blobSource } from './file-access.ts';
import type { DroppedFile } from './messages.ts';

const zipMagic = [0x50, 0x4b] as const;

/** So much of a file tells whether it is a report. */
const headBytes = 1_024;

export interface FoundInputs {
  readonly logs: readonly LogInput[];
  /** Reports that were written before. */
  readonly reports: readonly DroppedFile[];
  readonly problems: string[];
}

/** The logs and reports in dropped files: archives are looked into, rolling parts put together. */
export function findLogs(files: readonly DroppedFile[]): FoundInputs {
  const problems: string[] = [];
  const reports = files.filter(({ file }) => isReport(file));
  const stored = files.flatMap((dropped): readonly StoredFile[] => {
    const { path, file } = dropped;
    if (reports.includes(dropped)) return [];
    try {
      const head = new Uint8Array(zipMagic.length);
      blobAccess(file)().readAt(0, head);
      if (zipMagic.every((byte, i) => head[i] === byte)) return listZip(path, blobAccess(file));
      if (/\.(tar|tgz|tar\.\w+)$/i.test(path) && isTar(path, () => blobSource(file))) {
        const { files, notes } = listTar(path, () => blobSource(file));
        problems.push(...notes);
        return files;
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(error.message);
      return [];
    }
    // A file that was dropped by itself must be a log; what lies in a folder may be anything.
    const wanted = !path.includes('/');
    return [{ path, sizeBytes: file.size, wanted, open: () => blobSource(file) }];
  });
  const { logs, refused } = groupLogs(stored);
  return { logs, reports, problems: [...problems, ...refused.map(({ error }) => error.message)] };
}

function isReport(file: File): boolean {
  const head = new Uint8Array(headBytes);
  const count = blobAccess(file)().readAt(0, head);
  return looksLikeResult(new TextDecoder().decode(head.subarray(0, count)));
}
