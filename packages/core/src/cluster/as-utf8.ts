import { joinBytes } from '../util/join-bytes.ts';
import type { ClusterFile } from './cluster-file.ts';

/**
 * Text as UTF-8, whatever it was saved as: PowerShell's `>` writes UTF-16. UTF-8 passes as it is, and so does everything that does not begin
 * with a byte order mark of UTF-16.
 */
export function* asUtf8(chunks: Iterable<Uint8Array>, file: ClusterFile): Generator<Uint8Array, void, undefined> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for (const bytes of chunks) {
    if (isFirst) decoder = utf16Decoder(bytes);
    if (isFirst && decoder !== undefined) {
      file.notes.push(`${file.name} is UTF-16; places in it are counted as if it were UTF-8.`);
    }
    isFirst = false;
    yield decoder === undefined ? bytes : new TextEncoder().encode(decoder.decode(bytes, { stream: true }));
  }
}

/** The same bytes, the first piece at least so long that it tells what the file is, as far as there are so many. */
export function* wholeHead(chunks: Iterable<Uint8Array>, headBytes: number): Generator<Uint8Array, void, undefined> {
  let head: Uint8Array = new Uint8Array(0);
  let isHead = true;
  try {
    for (const bytes of chunks) {
      if (isHead) head = joinBytes(head, bytes);
      if (isHead && head.length < headBytes) continue;
      yield isHead ? head : bytes;
      isHead = false;
    }
  } catch (error) {
    // What was unpacked before the damage counts.
    if (isHead && head.length > 0) yield head;
    throw error;
  }
  if (isHead && head.length > 0) yield head;
}

function utf16Decoder([first, second]: Uint8Array): TextDecoder | undefined {
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  return undefined;
}
