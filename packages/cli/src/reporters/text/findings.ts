import { plural, type Result, type ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { widthOf, wrap, wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { causeOf, whenAndCost } from '../finding-words.ts';
import { describeFact, describeWithPlace } from './evidence.ts';
import type { Extent } from './extent.ts';
import { heading } from './heading.ts';
import { severityPaint } from './severity.ts';

const mostFindings = 7;
/** Details are shown only to fill up to this many. */
const fewestFindings = 3;
const causesRuledOut = 2;
const labelWidth = 10;
const indent = ' '.repeat(4);
/** Longer lines of prose are hard to read. */
const widestProse = 120;

/** The findings that the page shows: what matters, at most seven, or all. Core has sorted them. */
export function chooseFindings(result: Result, extent: Extent): ResultFinding[] {
  if (showsAll(extent)) return [...result.findings];
  return result.findings
    .slice(0, mostFindings)
    .filter((finding, i) => finding.severity !== 'info' || i < fewestFindings);
}

function showsAll(extent: Extent): boolean {
  return extent.all || extent.tables.has('findings');
}

/** Each finding: what, when, its cost, why, the evidence and what to do. */
export function findingsSection(result: Result, shown: readonly ResultFinding[], extent: Extent, page: Page): string[] {
  if (shown.length === 0) return [heading('Findings', page), 'Nothing stands out.'];
  const left = result.findings.length - shown.length;
  const blocks = shown.flatMap((finding, i) => [
    ...(i === 0 ? [] : ['']),
    ...describeFinding(finding, i + 1, result.application.durationMs, extent, page),
  ]);
  const more =
    left > 0 ? ['', page.colors.dim(`${plural(left, 'finding')} of less weight: --findings shows them.`)] : [];
  return [heading('Findings, worst first', page), ...blocks, ...more];
}

function describeFinding(
  finding: ResultFinding,
  number: number,
  runMs: number,
  extent: Extent,
  wholePage: Page,
): string[] {
  const page = { ...wholePage, width: Math.min(wholePage.width, widestProse) };
  const { colors, symbols } = page;
  const mark = severityPaint(finding.severity, page)(`${symbols.severity[finding.severity]} ${finding.severity}`);
  const title = `${mark}  ${colors.bold(escapeText(finding.title))}`;
  return [
    ...wrapBehind(`${String(number).padStart(2)}  `, title, page.width),
    ...wrapBehind(indent, colors.dim(whenAndCost(finding, runMs).join(` ${symbols.dot} `)), page.width),
    ...field('Why', why(finding, showsAll(extent)), page),
    ...(extent.evidence ? evidenceInFull(finding, extent, page) : evidenceInShort(finding, showsAll(extent), page)),
    ...finding.advice.flatMap((advice, i) => field(i === 0 ? 'Do' : '', adviceText(advice, page), page)),
  ];
}

function why(finding: ResultFinding, all: boolean): string {
  const { cause, severity } = finding;
  const most = all ? cause.ruledOut.length : severity === 'info' ? 0 : causesRuledOut;
  return escapeText(causeOf(finding, most));
}

/** Facts packed into a few lines; where they stand in the log is left to `--evidence`. */
function evidenceInShort(finding: ResultFinding, all: boolean, page: Page): string[] {
  const width = page.width - labelWidth - indent.length;
  const mostLines = finding.severity === 'info' ? 1 : 2;
  const separator = ` ${page.symbols.dot} `;
  const lines: string[] = [];
  let left = 0;
  for (const item of finding.evidence) {
    const text = describeFact(item, width, page);
    const last = lines.at(-1);
    const joined = last === undefined ? text : last + separator + text;
    if (last !== undefined && widthOf(joined) <= width) lines[lines.length - 1] = joined;
    else if (all || lines.length < mostLines) lines.push(...wrap(text, width));
    else left++;
  }
  if (left > 0 && !all) {
    const more = page.colors.dim(`(+${left} with --evidence)`);
    const joined = `${lines.at(-1) ?? ''} ${more}`;
    if (widthOf(joined) <= width) lines[lines.length - 1] = joined;
  }
  return lines.flatMap((line, i) => field(i === 0 ? 'Evidence' : '', line, page));
}

/** A fact per line, below it its place, and what the log says there. */
function evidenceInFull(finding: ResultFinding, extent: Extent, page: Page): string[] {
  const width = page.width - labelWidth - indent.length;
  const lines = finding.evidence.flatMap((item) => describeWithPlace(item, extent, width, page));
  return lines.map((line, i) => indent + page.colors.dim((i === 0 ? 'Evidence' : '').padEnd(labelWidth)) + line);
}

/** What to do, with the setting and its value when there are any. */
export function adviceText(advice: ResultFinding['advice'][number], page: Page): string {
  const { text, setting, value } = advice;
  if (setting === undefined) return escapeText(text);
  const shown = value === undefined ? setting : `${setting}=${value}`;
  return `${escapeText(text)} ${value === undefined ? 'See' : 'Set'} ${page.colors.cyan(escapeText(shown))}`;
}

function field(label: string, text: string, page: Page): string[] {
  return wrapBehind(indent + page.colors.dim(label.padEnd(labelWidth)), text, page.width);
}
