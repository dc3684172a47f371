import type { ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { cutEnd, wrap, wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { factOf, placeOf } from '../facts.ts';
import type { Extent } from './extent.ts';

type Evidence = ResultFinding['evidence'][number];

/** A message can be a page long; its beginning says what it is. */
const mostLines = 4;
/** Of the log's own line: enough to recognise the event. */
const mostEventLines = 2;

/** One fact with what it was compared with: `task time lost 4.2 s`, `longest task 20 s (limit 5 s)`. */
export function describeFact(evidence: Evidence, width: number, page: Page): string {
  return cutEnd(escapeText(factOf(evidence)), mostLines * width, page.symbols.ellipsis);
}

/**
 * A fact, the place in the log that it was read from, and the beginning of the event there: lines no wider than `width`.
 */
export function describeWithPlace(evidence: Evidence, extent: Extent, width: number, page: Page): string[] {
  const { colors, symbols } = page;
  const fact = wrap(describeFact(evidence, width, page), width);
  const { source } = evidence;
  if (source === undefined) return fact;
  const event = extent.lineAt?.(source.file, source.line);
  const below = [
    // Without its folders, so that it stays in one piece for `cinderlog show <log> <file>:<line>`.
    ...wrapBehind('  ', escapeText(placeOf({ ...source, file: fileNameOf(source.file) })), width),
    ...(event === undefined
      ? []
      : wrapBehind('  ', cutEnd(escapeText(event), mostEventLines * (width - 8), symbols.ellipsis), width)),
  ];
  return [...fact, ...below.map((line) => colors.dim(line))];
}

function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
