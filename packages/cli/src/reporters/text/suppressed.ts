import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import type { SuppressedFinding } from '../check/check-report.ts';
import { suppressedLine, suppressedTitle } from '../suppressed.ts';
import { heading } from './heading.ts';

/** What the configuration says to be known: counted and listed, never silently gone. */
export function suppressedSection(suppressed: readonly SuppressedFinding[], page: Page): string[] {
  if (suppressed.length === 0) return [];
  const lines = suppressed.flatMap((each) =>
    wrapBehind(`${page.symbols.dot} `, escapeText(suppressedLine(each)), page.width),
  );
  return [heading(suppressedTitle(suppressed.length), page), ...lines];
}
