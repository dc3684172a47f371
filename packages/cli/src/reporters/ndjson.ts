import type { Result } from '@cinderlog/core';
import { escapeJson } from '../terminal/escape.ts';

/** One finding per line, each with the application it is about: to be searched, counted or loaded into a table. */
export function renderNdjson(results: readonly Result[]): string {
  return results.flatMap(linesOf).join('');
}

function linesOf({ schemaVersion, application, findings, suppressedFindings = [] }: Result): string[] {
  const { id, attemptId, name, startMs, durationMs, log } = application;
  const about = { id, attemptId, name, startMs, durationMs, log };
  const lines = [
    ...findings.map((finding, index) => ({ rank: index + 1, ...finding })),
    // Without a rank, and with the reason why.
    ...suppressedFindings,
  ];
  return lines.map((line) => `${escapeJson(JSON.stringify({ schemaVersion, application: about, ...line }))}\n`);
}
