import { formatDuration, groupBy, type Result, type ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { adviceText } from './findings.ts';
import { heading } from './heading.ts';

const mostSteps = 3;

/** The last lines of the page: what to do first, from the findings that matter most. */
export function firstStepsSection(result: Result, shown: readonly ResultFinding[], page: Page): string[] {
  const worthIt = shown.filter(({ severity, advice }) => severity !== 'info' && advice.length > 0);
  // Several executors may go for one reason: what to do about it is said once.
  const byAdvice = [...groupBy(worthIt, (finding) => firstAdvice(finding, page)).values()].slice(0, mostSteps);
  const steps = byAdvice.flatMap((findings) => describeStep(findings, shown, page));
  const verdict =
    result.findings.length === 0
      ? ['Nothing stands out: there is nothing to repair.']
      : ['Nothing here needs to be repaired; the findings above are details.'];
  return [heading('What to do first', page), ...(steps.length > 0 ? steps : verdict)];
}

function firstAdvice({ advice: [first] }: ResultFinding, page: Page): string {
  return first === undefined ? '' : adviceText(first, page);
}

function describeStep(findings: readonly ResultFinding[], shown: readonly ResultFinding[], page: Page): string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const wallClockMs = findings.reduce((sum, { cost }) => sum + cost.wallClockMs, 0);
  const numbers = findings.map((finding) => shown.indexOf(finding) + 1);
  const kinds = [...new Set(findings.map(({ kind }) => kind))].join(', ');
  const gain = wallClockMs > 0 ? `, ${formatDuration(wallClockMs)}` : '';
  const all = numbers.length > 1 ? ` in ${numbers.length} findings` : '';
  return wrapBehind(
    page.colors.bold(`${String(numbers[0]).padStart(2)}  `),
    `${firstAdvice(first, page)} ${page.colors.dim(`(${escapeText(kinds)}${gain}${all})`)}`,
    page.width,
  );
}
