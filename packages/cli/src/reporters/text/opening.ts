import { formatDuration, formatUtc, plural, type Result } from '@cinderlog/core';
import { escapeText } from '../../terminal/escape.ts';
import { cutEnd, cutMiddle, wrap } from '../../terminal/fit.ts';
import type { Page } from '../../terminal/page.ts';
import { isIncomplete } from '../incomplete.ts';
import { describeEnd, describeStop, firstThing, ledgerSentence, nextThings } from './verdict.ts';
import { whereItRan } from '../where-it-ran.ts';

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
    `${plural(counts.tasks, 'task')} in ${plural(counts.stageAttempts, 'stage run')} on ${whereItRan(result)}`,
  ].join(separator);
  return [
    colors.bold(name),
    ...wrap(identity, width).map((line) => colors.dim(line)),
    colors.dim(cutMiddle(escapeText(application.log), width, symbols.ellipsis)),
    ...wrap(run, width),
    '',
    ...wrap(colors.bold(ledgerSentence(result)), width),
    ...(isIncomplete(result) ? wrap(colors.yellow(incompleteness(result)), width) : []),
    ...thingsToSee(result, page),
  ];
}

/** The first findings in words, so that the first screen has what was wrong even when it has no room for the findings. */
function thingsToSee(result: Result, page: Page): string[] {
  const { colors, width } = page;
  const first = firstThing(result);
  if (first === undefined) {
    const others = describeStop(result) === undefined ? 'Nothing that' : 'Nothing else that';
    return wrap(`${others} was found costs enough to be worth a repair.`, width);
  }
  return [
    ...wrap(`${colors.yellow('Look first at finding 1:')} ${escapeText(first)}`, width),
    ...nextThings(result).flatMap((thing, index) =>
      wrap(`${colors.yellow(`Then at ${index + 2}:`)} ${escapeText(thing)}`, width),
    ),
  ];
}

function incompleteness(result: Result): string {
  const stop = describeStop(result);
  if (stop !== undefined) return escapeText(stop);
  return 'The log is incomplete: see "How far to trust this" below.';
}
