import { AppError } from '../../util/app-error.ts';
import { ByteReader } from '../byte-reader.ts';
import { type ByteSource, piecesSource } from '../byte-source.ts';
import { readUint16Le, readUint32Le } from '../codecs/bytes.ts';
import { crc32 } from '../codecs/crc-32.ts';
import { CodecError } from '../codecs/codec.ts';
import { inflate } from '../codecs/inflate.ts';
import type { StoredFile } from '../stored-file.ts';
import { type OpenRandomAccess, type RandomAccess, readBytesAt, sliceSource } from './random-access.ts';
import { readZipDirectory, type ZipEntry } from './zip-directory.ts';

const localSignature = 0x04034b50;
const localHeaderBytes = 30;
const storedMethod = 0;
const deflateMethod = 8;

/**
 * The files of a zip archive, such as the History Server hands out. Bytes are unpacked while they are read, never to
 * memory as a whole.
 *
 * @throws AppError `input-unreadable` when the archive's list of files is missing or broken.
 */
export function listZip(archiveName: string, open: OpenRandomAccess): readonly StoredFile[] {
  const file = open();
  try {
    return readZipDirectory(file, archiveName)
      .filter((entry) => !entry.name.endsWith('/'))
      .map((entry) => ({
        path: `${archiveName}!/${entry.name}`,
        sizeBytes: entry.plainBytes,
        wanted: false,
        open: () => openEntry(open(), entry, `${archiveName}!/${entry.name}`),
      }));
  } finally {
    file.close();
  }
}

function openEntry(file: RandomAccess, entry: ZipEntry, path: string): ByteSource {
  try {
    if (entry.encrypted)
      throw new AppError('input-unreadable', `${path} is encrypted; unpack the archive with its password first.`);
    if (entry.method !== storedMethod && entry.method !== deflateMethod)
      throw new AppError('input-unreadable', `${path} is packed with zip method ${entry.method}, which is not read.`);
    const header = readBytesAt(file, entry.headerOffset, localHeaderBytes);
    if (header.length < localHeaderBytes || readUint32Le(header, 0) !== localSignature)
      throw new AppError('input-unreadable', `${path} is not where the list of the archive says: it is damaged.`);
    const start = entry.headerOffset + localHeaderBytes + readUint16Le(header, 26) + readUint16Le(header, 28);
    const stored = sliceSource(file, start, entry.storedBytes);
    const plain = entry.method === storedMethod ? copyAll(stored) : inflateAll(stored, entry);
    return piecesSource(checkEntry(plain, entry), entry.plainBytes, () => {
      stored.close();
    });
  } catch (error) {
    file.close();
    throw error;
  }
}

function* copyAll(stored: ByteSource): Generator<Uint8Array, void, undefined> {
  const reader = new ByteReader(stored);
  for (let chunk = reader.peekChunk(); chunk.length > 0; chunk = reader.peekChunk()) {
    yield chunk;
    reader.skip(chunk.length);
  }
}

function* inflateAll(stored: ByteSource, entry: ZipEntry): Generator<Uint8Array, void, undefined> {
  const end = yield* inflate(new ByteReader(stored));
  if (end !== 'complete') throw new CodecError(end, 'zip', entry.headerOffset, `the zip entry ${entry.name} is ${end}`);
}

function* checkEntry(
  plain: Generator<Uint8Array, void, undefined>,
  entry: ZipEntry,
): Generator<Uint8Array, void, undefined> {
  let checksum = 0;
  for (const bytes of plain) {
    checksum = crc32(checksum, bytes);
    yield bytes;
  }
  if (checksum !== entry.crc32)
    throw new CodecError(
      'damaged',
      'zip',
      entry.headerOffset,
      `the checksum of the zip entry ${entry.name} does not fit`,
    );
}
