import { ByteReader } from '../byte-reader.ts';
import { type ByteSource, piecesSource } from '../byte-source.ts';
import { CodecError } from '../codecs/codec.ts';
import { unpackSource } from '../decode.ts';
import type { StoredFile } from '../stored-file.ts';
import { isTarStart, type TarEntry, walkTar } from './tar-headers.ts';

/** A tar archive's files, and whether the archive was sound to its end. */
export interface TarListing {
  readonly files: readonly StoredFile[];
  readonly notes: readonly string[];
}

/**
 * The files of a tar archive, packed (`.tar.gz`, `.tgz`, `.tar.zst`, …) or not. A packed one is unpacked once for the list
 * and once more while its files are read in order; nothing is held in memory.
 */
export function listTar(archiveName: string, open: () => ByteSource): TarListing {
  const source = openPlain(archiveName, open);
  const notes: string[] = [];
  const entries: TarEntry[] = [];
  try {
    const reader = new ByteReader(source);
    const walk = walkTar(reader);
    let next = walk.next();
    for (; next.done !== true; next = walk.next()) entries.push(next.value);
    if (reader.failure !== undefined && !(reader.failure instanceof CodecError)) throw reader.failure;
    if (next.value === 'broken' || reader.failure !== undefined)
      notes.push(
        `${archiveName} is cut off or damaged: files behind byte ${reader.offset} of the tar archive are missing.`,
      );
  } finally {
    source.close();
  }
  const cursors = new TarCursors(() => openPlain(archiveName, open), entries.at(-1)?.dataOffset ?? 0);
  const files = entries.map((entry) => ({
    path: `${archiveName}!/${entry.name.replace(/^\.\//, '')}`,
    sizeBytes: entry.sizeBytes,
    wanted: false,
    open: () => cursors.open(entry),
  }));
  return { files, notes };
}

/** Whether the file is a tar archive, packed or not. */
export function isTar(name: string, open: () => ByteSource): boolean {
  const source = openPlain(name, open, 1 << 16);
  try {
    return isTarStart(new ByteReader(source, 1 << 16).peek(512));
  } finally {
    source.close();
  }
}

/** The bytes of the archive itself, whatever it is packed with; an empty source for what is no archive at all. */
function openPlain(name: string, open: () => ByteSource, bufferBytes = 1 << 20): ByteSource {
  const raw = open();
  const reader = new ByteReader(raw, 512);
  const isPlain = isTarStart(reader.peek(512));
  raw.close();
  return isPlain ? open() : piecesSource(unpackSource(open(), { name, bufferBytes, isLaterPart: true }), undefined);
}

/**
 * Sources for the entries of one archive that share a position, so that reading entry after entry goes through the
 * archive once. An entry that lies behind the position, or is opened while another is being read, starts from the front.
 */
class TarCursors {
  readonly #openPlain: () => ByteSource;
  readonly #lastOffset: number;
  #idle: { readonly source: ByteSource; readonly reader: ByteReader } | undefined;

  constructor(openPlain: () => ByteSource, lastOffset: number) {
    this.#openPlain = openPlain;
    this.#lastOffset = lastOffset;
  }

  open(entry: TarEntry): ByteSource {
    const cursor = this.#take(entry.dataOffset);
    const { reader } = cursor;
    reader.skipAhead(entry.dataOffset - reader.offset);
    const end = entry.dataOffset + entry.sizeBytes;
    let closed = false;
    return {
      sizeBytes: entry.sizeBytes,
      read(into) {
        const chunk = reader.offset < end ? reader.peekChunk() : new Uint8Array(0);
        const count = Math.min(chunk.length, into.length, end - reader.offset);
        if (count === 0 && reader.offset < end)
          throw (
            reader.failure ??
            new CodecError('cut', 'tar', entry.dataOffset, `the tar archive ends inside ${entry.name}`)
          );
        into.set(chunk.subarray(0, count));
        reader.skip(count);
        return count;
      },
      close: () => {
        if (closed) return;
        closed = true;
        this.#giveBack(cursor);
      },
    };
  }

  #take(offset: number): { readonly source: ByteSource; readonly reader: ByteReader } {
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle !== undefined && idle.reader.offset <= offset) return idle;
    idle?.source.close();
    const source = this.#openPlain();
    return { source, reader: new ByteReader(source) };
  }

  #giveBack(cursor: { readonly source: ByteSource; readonly reader: ByteReader }): void {
    this.#idle?.source.close();
    this.#idle = undefined;
    if (cursor.reader.offset < this.#lastOffset) this.#idle = cursor;
    else cursor.source.close();
  }
}
