import { AppError } from '../../util/app-error.ts';
import { readBytesAt, type RandomAccess } from './random-access.ts';

/** One file of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated; others are not read. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly storedBytes: number;
  readonly plainBytes: number;
  /** Where the entry's own header stands, before its bytes. */
  readonly headerOffset: number;
}

const endSignature = 0x06054b50;
const endBytes = 22;
const maxCommentBytes = 0xffff;
const zip64LocatorSignature = 0x07064b50;
const zip64LocatorBytes = 20;
const zip64EndSignature = 0x06064b50;
const zip64EndBytes = 56;
const entrySignature = 0x02014b50;
const entryBytes = 46;
const zip64ExtraId = 1;
/** Stands for "see the zip64 extra field". */
const seeExtra = 0xffffffff;
/** Far more than a million entries; a larger directory is damage, and would be held in memory. */
const maxDirectoryBytes = 2 ** 28;

/**
 * Reads the list at the end of a zip archive. Only that list is reliable: the History Server writes its archives in one
 * go, with sizes behind the data. Facts: APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
 *
 * @throws AppError `input-unreadable` when the archive has no such list, as after a broken download, or a damaged one.
 */
export function readZipDirectory(file: RandomAccess, archiveName: string): readonly ZipEntry[] {
  const { offset, sizeBytes } = findDirectory(file, archiveName);
  const directory = readBytesAt(file, offset, sizeBytes);
  if (directory.length < sizeBytes) throw damaged(archiveName);
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + entryBytes <= directory.length;) {
    if (view.getUint32(at, true) !== entrySignature) throw damaged(archiveName);
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const commentBytes = view.getUint16(at + 32, true);
    const extraStart = at + entryBytes + nameBytes;
    if (extraStart + extraBytes + commentBytes > directory.length) throw damaged(archiveName);
    const [plainBytes = 0, storedBytes = 0, headerOffset = 0] = resolveZip64(
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
      directory.subarray(extraStart, extraStart + extraBytes),
    );
    entries.push({
      name: new TextDecoder().decode(directory.subarray(at + entryBytes, extraStart)),
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      crc32: view.getUint32(at + 16, true),
      storedBytes,
      plainBytes,
      headerOffset,
    });
    at = extraStart + extraBytes + commentBytes;
  }
  return entries;
}

interface DirectoryPlace {
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Looks for the end record from the back, since a comment of any length may follow it. */
function findDirectory(file: RandomAccess, archiveName: string): DirectoryPlace {
  const tailStart = Math.max(0, file.sizeBytes - endBytes - maxCommentBytes);
  const tail = readBytesAt(file, tailStart, endBytes + maxCommentBytes);
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + endBytes + view.getUint16(at + 20, true) > tail.length) continue;
    const place =
      findZip64Directory(file, tailStart + at) ??
      ({ sizeBytes: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) } satisfies DirectoryPlace);
    if (place.offset + place.sizeBytes > file.sizeBytes || place.sizeBytes > maxDirectoryBytes)
      throw damaged(archiveName);
    return place;
  }
  throw new AppError(
    'input-unreadable',
    `${archiveName} is cut off: the list at the end of the zip archive is missing. Download or copy it again.`,
  );
}

function findZip64Directory(file: RandomAccess, endOffset: number): DirectoryPlace | undefined {
  if (endOffset < zip64LocatorBytes) return undefined;
  const locator = viewOf(readBytesAt(file, endOffset - zip64LocatorBytes, zip64LocatorBytes));
  if (locator.getUint32(0, true) !== zip64LocatorSignature) return undefined;
  const end = readBytesAt(file, Number(locator.getBigUint64(8, true)), zip64EndBytes);
  const view = viewOf(end);
  if (end.length < zip64EndBytes || view.getUint32(0, true) !== zip64EndSignature) return undefined;
  return { sizeBytes: Number(view.getBigUint64(40, true)), offset: Number(view.getBigUint64(48, true)) };
}

/** Replaces each value that did not fit 32 bits by the next one of the zip64 extra field, which lists only those. */
function resolveZip64(values: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === zip64ExtraId) {
      let next = at + 4;
      return values.map((value) => {
        if (value !== seeExtra || next + 8 > Math.min(fieldEnd, extra.length)) return value;
        next += 8;
        return Number(view.getBigUint64(next - 8, true));
      });
    }
    at = fieldEnd;
  }
  return values;
}

function damaged(archiveName: string): AppError {
  return new AppError(
    'input-unreadable',
    `${archiveName} is damaged: the list at the end of the zip archive is broken.`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
