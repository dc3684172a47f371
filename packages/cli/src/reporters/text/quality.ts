import { formatCount, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { wrap, wrapBehind } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { heading } from './heading.ts';

type QualityExample = Result['quality']['examples'][number];

/** Names of event kinds listed before the rest is only counted. */
const mostNames = 5;

/** Whether the log is whole, in a sentence or two. */
export function qualityVerdict({ quality }: Result): string {
  return `${quality.trust.sentence} ${plural(quality.linesRead, 'line')} read.`;
}

/** What could not be read, was inferred or went wrong, a sentence each; not yet escaped. */
export function qualityRemarks(result: Result): string[] {
  return [...unreadableLines(result), ...remarksOn(result)];
}

/** How far the log can be trusted: one line when all is well. */
export function qualitySection(result: Result, page: Page): string[] {
  const { colors, symbols } = page;
  const verdict = qualityVerdict(result);
  return [
    heading('How far to trust this', page),
    ...wrap(result.quality.trust.level === 'incomplete' ? colors.yellow(verdict) : verdict, page.width),
    ...qualityRemarks(result).flatMap((remark) => wrapBehind(`${symbols.dot} `, escapeText(remark), page.width)),
  ];
}

function unreadableLines({ quality }: Result): string[] {
  const { linesUnreadable, unreadableExamples } = quality;
  if (linesUnreadable === 0) return [];
  const examples = unreadableExamples.map(
    ({ file, line, byteOffset, problem }) => `${file}:${line}:${byteOffset} (${problem})`,
  );
  const more = linesUnreadable - examples.length;
  const which = [...examples, ...(more > 0 ? [`and ${formatCount(more)} more`] : [])].join(', ');
  return [`${plural(linesUnreadable, 'line')} could not be read: ${which}`];
}

function remarksOn({ quality, detectorFailures }: Result): string[] {
  const where = (kind: QualityExample['kind']) => placesOf(quality.examples, kind);
  return [
    ...countsByName('lack what is needed to understand them', quality.malformedEvents, where('malformed-event')),
    ...quality.notes,
    ...countsByName(
      'are of a kind unknown to cinderlog and were left out',
      quality.unknownEvents,
      where('unknown-event'),
    ),
    ...detectorFailures.map(
      ({ detector, message }) => `The search for ${detector} failed, which is a bug in cinderlog: ${message}`,
    ),
  ];
}

/** ` First at log:12:3456`, one place for each of the first few names. */
function placesOf(examples: readonly QualityExample[], kind: QualityExample['kind']): string {
  const firsts = new Map<string | undefined, string>();
  for (const example of examples) {
    if (example.kind !== kind || firsts.has(example.name)) continue;
    firsts.set(example.name, `${example.file}:${example.line}:${example.byteOffset}`);
  }
  const places = [...firsts.values()].slice(0, mostNames);
  return places.length === 0 ? '' : ` First at ${places.join(', ')}.`;
}

function countsByName(what: string, counts: Readonly<Record<string, number>>, where: string): string[] {
  const entries = Object.entries(counts).sort((a, b) => b[1] - a[1]);
  if (entries.length === 0) return [];
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const names = entries.slice(0, mostNames).map(([name, count]) => `${name} (${formatCount(count)})`);
  const others = entries.length - names.length;
  const more = others > 0 ? ` and ${plural(others, 'other kind')}` : '';
  return [`${plural(total, 'event')} ${what}: ${names.join(', ')}${more}.${where}`];
}
