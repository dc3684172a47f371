import { loadModule } from '../fast/module.ts';
import type { Codec } from './codec.ts';
import { codecHeadBytes } from './codec.ts';
import { startsWith } from './bytes.ts';
import { findControlByte } from './control-byte.ts';

const byteOrderMark = [0xef, 0xbb, 0xbf];
const openingBrace = 0x7b;
/** How far behind the start of a member its first control byte can lie (a zstd frame with an 8-byte content size). */
export const searchBackBytes = 24;
const keptBytes = searchBackBytes + codecHeadBytes;

/**
 * Text that is not compressed at all. It ends where a member of another codec starts: `cat eventlog*` in a Databricks
 * folder puts the plain newest part before the gzipped older ones.
 *
 * JSON text holds no control bytes but line ends and tabs, and each compressed format has another one within its first
 * {@link searchBackBytes} bytes, so looking for such a byte (four at a time) finds every joint without reading the text.
 */
export function makePlainCodec(others: readonly Codec[]): Codec {
  return {
    id: 'plain',
    matches: isTextStart,
    // To search for control bytes.
    prepare: loadModule,
    *decode(reader) {
      for (;;) {
        const chunk = reader.peekChunk(keptBytes + 1);
        if (chunk.length === 0) return;
        const atEnd = chunk.length <= keptBytes;
        const joint = findJoint(chunk, others);
        // Kept back: bytes that may turn out to be the start of a member once more of the file is seen.
        const plainBytes = joint ?? (atEnd ? chunk.length : chunk.length - keptBytes);
        if (plainBytes > 0) {
          yield chunk.subarray(0, plainBytes);
          reader.skip(plainBytes);
        }
        if (joint !== undefined) return;
      }
    },
  };
}

function findJoint(chunk: Uint8Array, others: readonly Codec[]): number | undefined {
  for (let at = findControlByte(chunk, 0); at < chunk.length; at = findControlByte(chunk, at + 1)) {
    for (let start = Math.max(0, at - searchBackBytes); start <= at; start++) {
      const head = chunk.subarray(start, start + codecHeadBytes);
      if (others.some((codec) => codec.matches(head))) return start;
    }
  }
  return undefined;
}

function isTextStart(head: Uint8Array): boolean {
  const first = head[0];
  return (
    first === openingBrace ||
    first === 0x0a ||
    first === 0x0d ||
    first === 0x20 ||
    first === 0x09 ||
    startsWith(head, byteOrderMark)
  );
}
