import { openPackedRun, unpackColumns, type PackedRun } from '@cinderlog/core';
import type { RunSource } from './run-source.ts';

/** A run inside the page, as base64 of gzipped columns. */
export async function openEmbedded(base64: string): Promise<RunSource> {
  const zipped = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const stream = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const run = openPackedRun(unpackColumns(bytes) as PackedRun);
  return {
    ask: (method, asks) => run.ask(method, asks),
    close: () => undefined,
  };
}
