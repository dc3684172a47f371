import { openPackedRun, resultElementId, unpackColumns, type PackedRun, type Result } from '@cinderlog/core';
import type { RunSource } from './run-source.ts';
import { unpackBytes } from './unpack-bytes.ts';

/** The result documents of the page that the program stands in: as JSON, or packed where that would be large. */
export async function readResults(): Promise<readonly Result[]> {
  const element = document.getElementById(resultElementId);
  const text = element?.textContent ?? '';
  const isPlain = element?.getAttribute('type') === 'application/json';
  const json = isPlain ? text : new TextDecoder().decode(await unpackBytes(text));
  const parsed = JSON.parse(json) as Result | readonly Result[];
  return Array.isArray(parsed) ? (parsed as readonly Result[]) : [parsed as Result];
}

/** A run inside the page, as base64 of gzipped columns. */
export async function openEmbedded(base64: string, result: Result | undefined): Promise<RunSource> {
  if (result === undefined) throw new Error('This page was cut or changed: there is no result in it.');
  const run = openPackedRun(unpackColumns(await unpackBytes(base64)) as PackedRun, result);
  return {
    ask: (method, asks) => run.ask(method, asks),
    close: () => undefined,
  };
}
