import { formatDuration, type Result, type ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { adviceText } from './findings.ts';
import { heading } from './heading.ts';

const mostSteps = 3;

/** The last lines of the page: what to do first, from the findings that matter most. */
export function firstStepsSection(result: Result, shown: readonly ResultFinding[], page: Page): string[] {
  const worthIt = withoutRepeats(shown.filter(({ severity }) => severity !== 'info')).slice(0, mostSteps);
  const steps = worthIt.flatMap((finding) => describeStep(finding, shown.indexOf(finding) + 1, page));
  const verdict =
    result.findings.length === 0
      ? ['Nothing stands out: there is nothing to repair.']
      : ['Nothing here needs to be repaired; the findings above are details.'];
  return [heading('What to do first', page), ...(steps.length > 0 ? steps : verdict)];
}

/** Findings whose first advice is not that of an earlier one: two that have one cure need it once. */
function withoutRepeats(findings: readonly ResultFinding[]): ResultFinding[] {
  const known = new Set<string>();
  return findings.filter(({ advice: [first] }) => {
    const step = JSON.stringify(first);
    return first !== undefined && !known.has(step) && known.add(step);
  });
}

function describeStep(finding: ResultFinding, number: number, page: Page): string[] {
  const [advice] = finding.advice;
  if (advice === undefined) return [];
  const { wallClockMs } = finding.cost;
  const gain = wallClockMs > 0 ? `, ${formatDuration(wallClockMs)}` : '';
  const about = page.colors.dim(`(${escapeText(finding.kind)}${gain})`);
  return wrapBehind(
    page.colors.bold(`${String(number).padStart(2)}  `),
    `${adviceText(advice, page)} ${about}`,
    page.width,
  );
}
