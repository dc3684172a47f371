import { gunzipSync, gzipSync } from 'node:zlib';
import { findEmbedded, packedElementType } from '@cinderlog/core';
import { escapeJson } from '../../terminal/escape.ts';
import { Markup } from './markup.ts';

/** Larger documents are packed, so that a page of thousands of stages can still be sent by mail. */
const mostPlainBytes = 1_000_000;
/** What unpacks to more was not made by us. */
const mostUnpackedBytes = 2 ** 29;

/** A document inside a page, for programs: as JSON, or packed where that would be large. */
export function embedJson(id: string, value: unknown): Markup {
  const json = JSON.stringify(value);
  if (json.length > mostPlainBytes) return embedBytes(id, Buffer.from(json));
  // JSON that cannot end its element: inside strings, `\u003c` means the same as `<`.
  const safe = escapeJson(json).replaceAll('<', String.raw`\u003c`);
  return new Markup(`<script type="application/json" id="${id}">${safe}</script>`);
}

/** Bytes inside a page, packed. */
export function embedBytes(id: string, bytes: Uint8Array): Markup {
  return embedPacked(id, packBytes(bytes));
}

/** As the page holds it. */
export function packBytes(bytes: Uint8Array): string {
  return gzipSync(bytes, { level: 9 }).toString('base64');
}

export function embedPacked(id: string, packed: string): Markup {
  return new Markup(`<script type="${packedElementType}" id="${id}">${packed}</script>`);
}

/**
 * What stands in an element of a page that {@link embedJson} or {@link embedBytes} made; nothing when there is none.
 *
 * @throws Error when it was changed.
 */
export function readEmbedded(page: string, id: string): Buffer | undefined {
  const found = findEmbedded(page, id);
  if (found === undefined) return undefined;
  if (!found.isPacked) return Buffer.from(found.text);
  return gunzipSync(Buffer.from(found.text, 'base64'), { maxOutputLength: mostUnpackedBytes });
}
