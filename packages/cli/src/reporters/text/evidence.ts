import { formatMeasure, type ResultFinding } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { cutEnd, cutMiddle, widthOf } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';

type Evidence = ResultFinding['evidence'][number];

const longestFileName = 32;
/** A message can be a page long; its beginning says what it is. */
const mostLines = 4;

/** One fact with what it was compared with and where it stands: `task time lost 4.2 s`, `… [events_1:77:41230]`. */
export function describeEvidence(evidence: Evidence, width: number, page: Page): string {
  const { ellipsis } = page.symbols;
  const limit = evidence.limit === undefined ? '' : ` (limit ${formatValue(evidence.limit, evidence.unit)})`;
  const source = evidence.source === undefined ? '' : ` [${describePlace(evidence.source, ellipsis)}]`;
  const name = escapeText(evidence.name);
  const value = formatValue(evidence.value, evidence.unit);
  const text = typeof evidence.value === 'string' ? `${name}: ${value}` : `${name} ${value}${limit}`;
  return cutEnd(text, mostLines * width - widthOf(source), ellipsis) + source;
}

function describePlace(place: NonNullable<Evidence['source']>, ellipsis: string): string {
  const fileName = escapeText(place.file.split(/[\\/]/).at(-1) ?? place.file);
  return `${cutMiddle(fileName, longestFileName, ellipsis)}:${place.line}:${place.byteOffset}`;
}

function formatValue(value: number | string, unit: string | undefined): string {
  return escapeText(typeof value === 'string' ? value : formatMeasure(value, unit));
}
