import { readBytesAt } from '../ingest/archives/random-access.ts';
import { isTar, listTar } from '../ingest/archives/tar.ts';
import { listZip } from '../ingest/archives/zip.ts';
import { asciiCodes, startsWith } from '../ingest/codecs/bytes.ts';
import type { StoredFile } from '../ingest/stored-file.ts';
import { fileAccess, fileSource } from './file-source.ts';

const zipMagic = [...asciiCodes('PK'), 3, 4];
const emptyZipMagic = [...asciiCodes('PK'), 5, 6];
const archiveName = /\.(?:zip|tar|tgz|tzst|tar\.[a-z0-9]+)$/i;

/** What an archive holds. */
export interface ExpandedArchive {
  readonly files: readonly StoredFile[];
  readonly notes: readonly string[];
}

/** Whether a file met in a folder is worth a look inside, by its name. */
export function isNamedLikeAnArchive(path: string): boolean {
  return archiveName.test(path);
}

/**
 * The files inside a zip or tar archive; `undefined` when the file is neither, by its bytes.
 *
 * @throws AppError when it is one but cannot be read.
 */
export function expandArchive(path: string): ExpandedArchive | undefined {
  const access = fileAccess(path);
  const head = readBytesAt(access, 0, zipMagic.length);
  access.close();
  if (startsWith(head, zipMagic) || startsWith(head, emptyZipMagic))
    return { files: listZip(path, () => fileAccess(path)), notes: [] };
  return isTar(path, () => fileSource(path)) ? listTar(path, () => fileSource(path)) : undefined;
}
