import { escapeJson } from '../../terminal/escape.ts';
import type { CheckReport } from './check-report.ts';

/** The whole report: every check, the comparison with all its numbers, and the explanation. */
export function renderCheckJson(report: CheckReport): string {
  return `${escapeJson(JSON.stringify(report, undefined, 2))}\n`;
}
