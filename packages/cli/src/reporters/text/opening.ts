import { formatDuration, formatUtc, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { cutEnd, cutMiddle, wrap } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { isIncomplete } from '../incomplete.ts';
import { describeEnd, firstThing, ledgerSentence } from './verdict.ts';

/** Which application this is, how it ended, and the verdict in a sentence. */
export function openingSection(result: Result, page: Page): string[] {
  const { application, counts } = result;
  const { colors, symbols, width } = page;
  const separator = ` ${symbols.dot} `;
  const name = cutEnd(escapeText(application.name ?? 'unnamed application'), width, symbols.ellipsis);
  const identity = [
    application.id ?? 'no application id',
    application.attemptId === undefined ? undefined : `attempt ${application.attemptId}`,
    `Spark ${application.sparkVersion ?? 'of unknown version'}`,
    `started ${formatUtc(application.startMs)}`,
  ]
    .filter((part) => part !== undefined)
    .map(escapeText)
    .join(separator);
  const end = describeEnd(result);
  const run = [
    `ran ${formatDuration(application.durationMs)}`,
    (end.good ? colors.green : colors.red)(end.text),
    `${plural(counts.tasks, 'task')} in ${plural(counts.stageAttempts, 'stage run')} on ${plural(counts.executorsAdded, 'executor')}`,
  ].join(separator);
  const first = firstThing(result);
  return [
    colors.bold(name),
    ...wrap(identity, width).map((line) => colors.dim(line)),
    colors.dim(cutMiddle(escapeText(application.log), width, symbols.ellipsis)),
    ...wrap(run, width),
    '',
    ...wrap(colors.bold(ledgerSentence(result)), width),
    ...(first === undefined ? [] : wrap(`${colors.yellow('Look first at finding 1:')} ${escapeText(first)}`, width)),
    ...(isIncomplete(result) ? wrap(colors.yellow(incompleteness(result)), width) : []),
  ];
}

function incompleteness({ quality }: Result): string {
  const what =
    quality.trust.level === 'open-ended' ? 'The log does not reach the end of the run' : 'The log is incomplete';
  return `${what}: see "How far to trust this" below.`;
}
