import type { Result } from '@cinderlog/core';
import { escapeJson } from '../terminal/escape.ts';

/** One finding per line, each with the application it is about: to be searched, counted or loaded into a table. */
export function renderNdjson(results: readonly Result[]): string {
  return results.flatMap(linesOf).join('');
}

function linesOf({ schemaVersion, application, findings }: Result): string[] {
  const { id, attemptId, name, startMs, durationMs, log } = application;
  const about = { id, attemptId, name, startMs, durationMs, log };
  return findings.map((finding, index) => {
    const line = { schemaVersion, application: about, rank: index + 1, ...finding };
    return `${escapeJson(JSON.stringify(line))}\n`;
  });
}
