import { fetchLines, type Redactor, type Result } from '@cinderlog/core';
import type { Application } from './applications.ts';

/** Looks up what the log says at a place, as the (redacted) result names it. */
export type LineLookup = (file: string, line: number) => string | undefined;

/**
 * Reads the log lines that findings name, once more and only these. `redacted` holds the results as they will be shown, in
 * the order of the applications.
 */
export async function fetchEvidenceLines(
  applications: readonly Application[],
  redacted: readonly Result[],
  redactor: Redactor,
): Promise<LineLookup> {
  const texts = new Map<string, string>();
  for (const [index, { result, log }] of applications.entries()) {
    const wanted = placesOf(result);
    const shown = placesOf(redacted[index] ?? result);
    for (const part of log?.parts ?? []) {
      const numbers = new Set(wanted.filter(({ file }) => file === part.name).map(({ line }) => line));
      if (numbers.size === 0) continue;
      const lines = await fetchLines(part, numbers);
      for (const [i, { file, line }] of wanted.entries()) {
        const text = file === part.name ? lines.get(line) : undefined;
        if (text !== undefined) texts.set(`${shown[i]?.file ?? file}:${line}`, redactLine(text, redactor));
      }
    }
  }
  return (file, line) => texts.get(`${file}:${line}`);
}

function placesOf(result: Result) {
  return result.findings.flatMap(({ evidence }) => evidence.flatMap(({ source }) => source ?? []));
}

/** An event is redacted value by value, since its keys say which are secret. */
export function redactLine(line: string, redactor: Redactor): string {
  try {
    return JSON.stringify(redactor.redactJson(JSON.parse(line)));
  } catch {
    return redactor.redactText(line);
  }
}
