import type { Result } from '@cinderlog/core';
import { escapeJson } from '../terminal/escape.ts';
import type { ReportContext } from './report-context.ts';

/**
 * The result document as it is; a list of them when several logs were found. Indented for eyes, one line for programs.
 */
export function renderJson(results: readonly Result[], { several, forEyes }: ReportContext): string {
  const value = several ? results : results[0];
  return `${escapeJson(JSON.stringify(value, undefined, forEyes ? 2 : undefined))}\n`;
}
