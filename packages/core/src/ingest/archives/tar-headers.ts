import type { ByteReader } from '../byte-reader.ts';

/** One regular file of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** Where its bytes start in the (unpacked) archive. */
  readonly dataOffset: number;
}

const blockBytes = 512;
const magicOffset = 257;
/** Longer ones are damage: they are held in memory. */
const maxNameBytes = 1 << 20;

/** Whether these bytes (at least 512 of them) start a tar archive of POSIX or GNU. */
export function isTarStart(head: Uint8Array): boolean {
  return head.length >= blockBytes && textAt(head, magicOffset, 5) === 'ustar' && hasChecksum(head);
}

/**
 * Walks the headers of a tar archive and skips the bytes between them. Long names come before their entry: as a POSIX
 * record (`x`) or a GNU one (`L`). Links, folders and devices are passed over. A cut or damaged archive ends the walk
 * early; `complete` is returned only when its end mark, or the end of the file at an entry's border, was seen.
 */
export function* walkTar(reader: ByteReader): Generator<TarEntry, 'complete' | 'broken', undefined> {
  let longName: string | undefined;
  let longSize: number | undefined;
  for (;;) {
    const header = reader.peek(blockBytes);
    if (header.length === 0 || header.every((byte) => byte === 0)) return 'complete';
    if (header.length < blockBytes || !hasChecksum(header)) return 'broken';
    const type = textAt(header, 156, 1);
    const prefix = textAt(header, magicOffset, 6) === 'ustar' ? textAt(header, 345, 155) : '';
    const name = (prefix === '' ? '' : `${prefix}/`) + textAt(header, 0, 100);
    const ownSize = numberAt(header, 124, 12);
    reader.skip(blockBytes);

    if (type === 'x' || type === 'L') {
      if (ownSize > maxNameBytes) return 'broken';
      const record = reader.take(padded(ownSize)).slice(0, ownSize);
      if (type === 'L') longName = textAt(record, 0, record.length);
      else {
        const fields = readPosixRecord(new TextDecoder().decode(record));
        longName = fields.get('path') ?? longName;
        const size = fields.get('size');
        longSize = size === undefined ? longSize : Number(size);
      }
      continue;
    }
    const sizeBytes = longSize ?? ownSize;
    const dataOffset = reader.offset;
    if (type === '0' || type === '') yield { name: longName ?? name, sizeBytes, dataOffset };
    longName = undefined;
    longSize = undefined;
    const left = dataOffset + padded(sizeBytes) - reader.offset;
    if (reader.skipAhead(left) < left) return 'broken';
  }
}

function padded(sizeBytes: number): number {
  return Math.ceil(sizeBytes / blockBytes) * blockBytes;
}

/** The sum of all header bytes, with the sum's own field taken as spaces. */
function hasChecksum(header: Uint8Array): boolean {
  let sum = 0;
  for (let at = 0; at < blockBytes; at++) sum += at >= 148 && at < 156 ? 0x20 : (header[at] ?? 0);
  return sum === numberAt(header, 148, 8);
}

/** Octal digits, or for sizes from 8 GB on (GNU) a big-endian number behind a set top bit. */
function numberAt(header: Uint8Array, at: number, length: number): number {
  if (((header[at] ?? 0) & 0x80) !== 0) {
    let value = 0;
    for (let index = at + 1; index < at + length; index++) value = value * 256 + (header[index] ?? 0);
    return value;
  }
  return Number.parseInt(textAt(header, at, length).trim() || '0', 8);
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** `<length> <key>=<value>\n` over and over; lengths count bytes, but names with line ends are not worth the care. */
function readPosixRecord(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^\d+ ([^=]+)=(.*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields.set(match[1], match[2]);
  }
  return fields;
}
