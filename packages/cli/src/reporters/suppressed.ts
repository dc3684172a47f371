import { plural, type Result } from '@cinderlog/core';
import type { SuppressedFinding } from './check/check-report.ts';

/** `2 findings are suppressed by the configuration`; nothing when none is. */
export function suppressedTitle(count: number): string {
  return `${plural(count, 'finding is', 'findings are')} suppressed by the configuration`;
}

/** One line for each; not yet escaped. */
export function suppressedLine({ run, id, title, reason, expires }: SuppressedFinding): string {
  return `${run === undefined ? '' : `${run}: `}${title} (${id}), until ${expires}: ${reason}`;
}

/** The suppressed findings of a report in the form that a check has them. */
export function suppressedOf({ suppressedFindings = [] }: Result): SuppressedFinding[] {
  return suppressedFindings.map(({ id, title, suppression }) => ({ id, title, ...suppression }));
}
