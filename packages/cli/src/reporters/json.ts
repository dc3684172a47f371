import type { Result } from '@cinderlog/core';
import { escapeJson } from '../terminal/escape.ts';

/**
 * The result document as it is; a list of them when several logs were found. Indented for eyes, one line for programs.
 */
export function renderJson(results: readonly Result[], asList: boolean, forEyes: boolean): string {
  const value = asList ? results : results[0];
  return `${escapeJson(JSON.stringify(value, undefined, forEyes ? 2 : undefined))}\n`;
}
