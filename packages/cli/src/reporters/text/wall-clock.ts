import { formatDuration, formatShare, type LedgerGroup, type Result, type WallClockLabel } from '@cinderlog/core';
import { padEnd, padStart, wrap } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { heading } from './heading.ts';
import { labelWords, ledgerGroups } from './ledger-words.ts';
import { keyOf, stackedBar, type BarPart } from './stacked-bar.ts';

/** One line of the legend and one segment of the bar: a label, or several small ones of a group folded together. */
interface LedgerPart extends BarPart {
  readonly group: LedgerGroup;
  readonly name: string;
}

const durationWidth = 12;
const shareWidth = 9;
/** Beyond this, names and numbers would be too far apart for the eye. */
const widestNames = 40;

/** Columns that the legend takes on a wide page. */
export const legendWidth = widestNames + durationWidth + shareWidth;

/** The wall-clock ledger: a bar over the whole run and a legend in words. */
export function wallClockSection(result: Result, page: Page): string[] {
  const runMs = result.application.durationMs;
  if (runMs <= 0) return [];
  const parts = foldSmallParts(result, page);
  const namesWidth = Math.min(widestNames, page.width - durationWidth - shareWidth);
  const lines = [heading('Where the time went', page), stackedBar(parts, page.width, page)];
  for (const { group, title } of ledgerGroups) {
    const inGroup = parts.filter((part) => part.group === group);
    if (inGroup.length === 0) continue;
    const groupMs = inGroup.reduce((sum, part) => sum + part.ms, 0);
    lines.push(page.colors.bold(padEnd(title, namesWidth) + amount(groupMs, runMs)));
    for (const part of inGroup) lines.push(...legendLines(part, runMs, namesWidth, page));
  }
  return lines;
}

function legendLines(part: LedgerPart, runMs: number, namesWidth: number, page: Page): string[] {
  const [first = '', ...more] = wrap(part.name, namesWidth - 4);
  const key = part.paint(page.colored ? page.colors.inverse(part.key) : part.key);
  return [`  ${key} ${padEnd(first, namesWidth - 4)}${amount(part.ms, runMs)}`, ...more.map((line) => `    ${line}`)];
}

function amount(ms: number, runMs: number): string {
  return padStart(formatDuration(ms), durationWidth) + padStart(formatShare(ms / runMs), shareWidth);
}

/** Labels that would not fill one cell of the bar are folded into one part per group; one alone stays itself. */
function foldSmallParts(result: Result, page: Page): LedgerPart[] {
  const cellMs = result.application.durationMs / page.width;
  const parts: Omit<LedgerPart, 'key'>[] = [];
  for (const { group, shade } of ledgerGroups) {
    const entries = result.ledger.wallClock.filter(({ label, ms }) => ms > 0 && labelWords[label].group === group);
    const small = entries.filter(({ ms }) => ms < cellMs);
    const fold = small.length > 1;
    for (const { label, ms } of entries) {
      if (fold && ms < cellMs) continue;
      parts.push({ ms, group, shade, name: labelWords[label].name, paint: painterOf(label, page) });
    }
    if (!fold) continue;
    parts.push({
      ms: small.reduce((sum, { ms }) => sum + ms, 0),
      group,
      shade,
      name: small.map(({ label }) => labelWords[label].name).join(', '),
      paint: page.colors.white,
    });
  }
  return parts.map((part, i) => ({ ...part, key: keyOf(i) }));
}

function painterOf(label: WallClockLabel, page: Page) {
  return page.colors[labelWords[label].color];
}
