import {
  AppError,
  findEmbedded,
  openPackedRun,
  parseSummaries,
  readResults,
  resultElementId,
  summariesElementId,
  timelineElementId,
  unpackColumns,
  type PackedRun,
  type RunView,
} from '@cinderlog/core';
import { unpackBytes } from '../source/unpack-bytes.ts';

/**
 * Opens the runs of a report that was written before: of a page in one file, with its timelines.
 *
 * @throws AppError with a sentence when it was changed, or holds no timeline.
 */
export async function openReport(file: File, name: string): Promise<RunView[]> {
  const page = await file.text();
  const changed = (cause: unknown) =>
    new AppError('input-unreadable', `${name} is a report that was cut or changed: it cannot be opened.`, { cause });
  const embedded = await readEmbedded(page, resultElementId).catch((cause: unknown) => {
    throw changed(cause);
  });
  const results = await readResults(embedded === undefined ? page : new TextDecoder().decode(embedded), name);
  try {
    const summaries = await readSummaries(page);
    const views: RunView[] = [];
    for (const [place, result] of results.entries()) {
      const bytes = await readEmbedded(page, timelineElementId(place));
      if (bytes === undefined) continue;
      views.push(openPackedRun(unpackColumns(bytes) as PackedRun, result, undefined, summaries[place] ?? undefined));
    }
    if (views.length > 0) return views;
  } catch (cause) {
    throw changed(cause);
  }
  throw new AppError(
    'input-unreadable',
    `${name} holds no timeline, only the report: it is JSON, or was written with --static. Open the log itself.`,
  );
}

async function readSummaries(page: string) {
  const json = await readEmbedded(page, summariesElementId);
  return json === undefined ? [] : parseSummaries(new TextDecoder().decode(json));
}

/** What stands in an element of the page: as it is, or packed where that would be long. */
async function readEmbedded(page: string, id: string): Promise<Uint8Array | undefined> {
  const found = findEmbedded(page, id);
  if (found === undefined) return undefined;
  return found.isPacked ? await unpackBytes(found.text) : new TextEncoder().encode(found.text);
}
