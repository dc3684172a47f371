import { formatDuration, formatShare, type LedgerGroup, type Result, type WallClockLabel } from '@cinderlog/core';
import { cutEnd, padEnd, padStart } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { heading } from './heading.ts';
import { labelWords, ledgerGroups } from './ledger-words.ts';
import { keyOf, stackedBar, type BarPart } from './stacked-bar.ts';

/** One cell of the legend and one segment of the bar: a label, or several small ones of a group folded together. */
interface LedgerPart extends BarPart {
  readonly group: LedgerGroup;
  readonly name: string;
}

const titleWidth = 29;
const durationWidth = 9;
const shareWidth = 8;
/** A legend cell narrower than this would cut most names. */
const leastCellWidth = 38;
const cellGap = 3;

/** The wall-clock ledger: a bar over the whole run, and a legend in words with a line per group and its parts below. */
export function wallClockSection(result: Result, page: Page): string[] {
  const runMs = result.application.durationMs;
  if (runMs <= 0) return [];
  const parts = foldSmallParts(result, page);
  const lines = [heading('Where the time went', page), stackedBar(parts, page.width, page)];
  for (const { group, title } of ledgerGroups) {
    const inGroup = parts.filter((part) => part.group === group);
    if (inGroup.length === 0) continue;
    const groupMs = inGroup.reduce((sum, part) => sum + part.ms, 0);
    const amount =
      padStart(formatDuration(groupMs), durationWidth) + padStart(formatShare(groupMs / runMs), shareWidth);
    lines.push(page.colors.bold(padEnd(title, titleWidth) + amount), ...legendLines(inGroup, page));
  }
  return lines;
}

/** The parts of a group in as many columns as the page has room for, with their times below each other. */
function legendLines(parts: readonly LedgerPart[], page: Page): string[] {
  const columns = Math.max(1, Math.floor((page.width + cellGap) / (leastCellWidth + cellGap)));
  const cellWidth = Math.floor((page.width - cellGap * (columns - 1)) / columns);
  const cells = parts.map((part) => legendCell(part, cellWidth, page));
  return Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns).join(' '.repeat(cellGap)),
  );
}

function legendCell(part: LedgerPart, width: number, page: Page): string {
  const nameWidth = width - durationWidth - 3;
  const key = part.paint(page.colored ? page.colors.inverse(part.key) : part.key);
  const name = padEnd(cutEnd(part.name, nameWidth, page.symbols.ellipsis), nameWidth);
  return ` ${key} ${name}${padStart(formatDuration(part.ms), durationWidth)}`;
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
