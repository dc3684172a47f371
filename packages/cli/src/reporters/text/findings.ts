import { formatDuration, formatOffset, formatShare, plural, type Result, type ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { widthOf, wrap, wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { describeEvidence } from './evidence.ts';
import { heading } from './heading.ts';
import { severityPaint } from './severity.ts';

const mostFindings = 7;
/** Details are shown only to fill up to this many. */
const fewestFindings = 3;
const evidenceLines = 3;
const causesRuledOut = 3;
const labelWidth = 10;
const indent = ' '.repeat(4);

/** The findings that the page shows: what matters, at most seven, or all. Core has sorted them. */
export function chooseFindings(result: Result, all: boolean): ResultFinding[] {
  if (all) return [...result.findings];
  return result.findings
    .slice(0, mostFindings)
    .filter((finding, i) => finding.severity !== 'info' || i < fewestFindings);
}

/** Each finding: what, when, its cost, why, the evidence and what to do. */
export function findingsSection(result: Result, shown: readonly ResultFinding[], all: boolean, page: Page): string[] {
  if (shown.length === 0) return [heading('Findings', page), 'Nothing stands out.'];
  const left = result.findings.length - shown.length;
  const blocks = shown.flatMap((finding, i) => [
    ...(i === 0 ? [] : ['']),
    ...describeFinding(finding, i + 1, result.application.durationMs, all, page),
  ]);
  const more = left > 0 ? ['', page.colors.dim(`${plural(left, 'finding')} of less weight: --all shows them.`)] : [];
  return [heading('Findings, costliest first', page), ...blocks, ...more];
}

function describeFinding(finding: ResultFinding, number: number, runMs: number, all: boolean, page: Page): string[] {
  const { colors, symbols } = page;
  const mark = severityPaint(finding.severity, page)(`${symbols.severity[finding.severity]} ${finding.severity}`);
  const title = `${mark}  ${colors.bold(escapeText(finding.title))}`;
  return [
    ...wrapBehind(`${String(number).padStart(2)}  `, title, page.width),
    ...wrapBehind(indent, colors.dim(whenAndCost(finding, runMs, page)), page.width),
    ...field('Why', why(finding), page),
    ...evidence(finding, all, page),
    ...finding.advice.flatMap((advice, i) => field(i === 0 ? 'Do' : '', adviceText(advice, page), page)),
  ];
}

function whenAndCost(finding: ResultFinding, runMs: number, page: Page): string {
  const { wallClockMs, aloneMs, coreMs, basis } = finding.cost;
  const verb = basis === 'interval' ? 'took' : basis === 'replay' ? 'cost' : 'cost up to';
  const cost =
    wallClockMs > 0
      ? `${verb} ${formatDuration(wallClockMs)} (${formatShare(wallClockMs / runMs)} of the run)`
      : aloneMs > 0
        ? 'cost nothing beyond what other findings claim'
        : 'cost no time that can be measured';
  // A few percent of overlap are no news.
  const alone = aloneMs - wallClockMs > 0.05 * aloneMs ? [`${formatDuration(aloneMs)} by itself`] : [];
  const parts = [whenOf(finding), cost, ...alone, ...(coreMs > 0 ? [`${formatDuration(coreMs)} of core time`] : [])];
  return parts.join(` ${page.symbols.dot} `);
}

function whenOf(finding: ResultFinding): string {
  const [first] = finding.ranges;
  if (first === undefined) return 'over the whole run';
  const more =
    finding.ranges.length > 1 ? ` and ${plural(finding.ranges.length - 1, 'more stretch', 'more stretches')}` : '';
  return first.startMs === first.endMs
    ? `at ${formatOffset(first.startMs)}${more}`
    : `${formatOffset(first.startMs)} to ${formatOffset(first.endMs)}${more}`;
}

function why({ cause }: ResultFinding): string {
  const others = cause.ruledOut.slice(0, causesRuledOut).map((other) => `Not ${other.class}: ${other.because}.`);
  return escapeText([`${cause.class}, ${cause.confidence}: ${cause.because}.`, ...others].join(' '));
}

/** Facts packed into a few lines; one that is longer than a line is wrapped. */
function evidence(finding: ResultFinding, all: boolean, page: Page): string[] {
  const width = page.width - labelWidth - indent.length;
  const separator = ` ${page.symbols.dot} `;
  const lines: string[] = [];
  let left = 0;
  for (const item of finding.evidence) {
    const text = describeEvidence(item, width, page);
    const last = lines.at(-1);
    const joined = last === undefined ? text : last + separator + text;
    if (last !== undefined && widthOf(joined) <= width) lines[lines.length - 1] = joined;
    else if (all || lines.length < evidenceLines) lines.push(...wrap(text, width));
    else left++;
  }
  if (left > 0) lines.push(page.colors.dim(`and ${plural(left, 'more fact')}: --all shows them`));
  return lines.flatMap((line, i) => field(i === 0 ? 'Evidence' : '', line, page));
}

function adviceText(advice: ResultFinding['advice'][number], page: Page): string {
  const value = advice.value === undefined ? '' : `=${escapeText(advice.value)}`;
  const setting = advice.setting === undefined ? '' : ` ${page.colors.cyan(escapeText(advice.setting) + value)}`;
  return escapeText(advice.text) + setting;
}

function field(label: string, text: string, page: Page): string[] {
  return wrapBehind(indent + page.colors.dim(label.padEnd(labelWidth)), text, page.width);
}
