import {
  AppError,
  parseSummaries,
  readResults,
  resultElementId,
  summariesElementId,
  timelineElementId,
  unpackColumns,
  type PackedRun,
  type RunPage,
  type RunSummary,
} from '@cinderlog/core';
import { readEmbedded } from '../reporters/html/embedded.ts';

/**
 * Reads a report back: JSON, or a page with all that it holds.
 *
 * @throws AppError `input-unreadable`, saying in a sentence what is wrong with it.
 */
export async function readReport(text: string, path: string): Promise<RunPage[]> {
  const document = attempt(path, () => readEmbedded(text, resultElementId)?.toString());
  const results = await readResults(document ?? text, path);
  const summaries = attempt(path, () => readSummaries(text));
  return results.map((result, i) => ({
    result,
    packed: attempt(path, () => readPacked(text, i)),
    summary: summaries?.[i] ?? undefined,
  }));
}

function readPacked(page: string, place: number): PackedRun | undefined {
  const bytes = readEmbedded(page, timelineElementId(place));
  return bytes === undefined ? undefined : (unpackColumns(bytes) as PackedRun);
}

/** One per run; nothing for a run that came from JSON. */
function readSummaries(page: string): readonly (RunSummary | null)[] | undefined {
  const json = readEmbedded(page, summariesElementId);
  return json === undefined ? undefined : parseSummaries(json.toString());
}

function attempt<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new AppError('input-unreadable', `${path} is a report that was cut or changed: it cannot be unpacked.`, {
      cause,
    });
  }
}
