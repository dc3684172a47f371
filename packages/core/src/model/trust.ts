import { formatShare, plural } from '../util/format.ts';
import type { ApplicationModel } from './application-model.ts';
import type { Trust } from './data-quality.ts';

/** One sentence or two for the reader: which numbers are exact, and in which direction the others are wrong. */
export function judgeTrust(model: ApplicationModel): Trust {
  const gaps = [...gapsOf(model)];
  const ends = endsOf(model);
  if (gaps.length > 0) {
    const sentence = `The log is incomplete (${gaps.join(', ')}): counts and sums are lower bounds, and times next to what is missing may be wrong.`;
    return { level: 'incomplete', sentence: ends === undefined ? sentence : `${sentence} ${ends}` };
  }
  if (ends !== undefined)
    return { level: 'open-ended', sentence: `Nothing is missing up to the end of the log: counts are exact. ${ends}` };
  return {
    level: 'complete',
    sentence: 'The log is complete: every number in this report counts all that Spark wrote.',
  };
}

function* gapsOf({ quality, application }: ApplicationModel): Generator<string> {
  if (quality.compacted) yield 'compacted';
  if (quality.missingPartIndices.length > 0) yield `${plural(quality.missingPartIndices.length, 'part')} missing`;
  if (quality.damagedParts > 0) yield `${plural(quality.damagedParts, 'part')} damaged`;
  if (application.startInferred) yield 'without its start';
  // A line that was being written when the log stopped is not missing: it ends the log.
  const unreadable = quality.linesUnreadable - (quality.cutOff ? 1 : 0);
  if (unreadable > 0) yield `${plural(unreadable, 'line')} unreadable`;
  const malformed = quality.malformedEvents.total;
  if (malformed > 0) yield `${plural(malformed, 'event')} not understood`;
  if (quality.eventsMissing > 0) {
    const share = quality.eventsMissing / (quality.eventsMissing + quality.linesRead);
    yield `about ${formatShare(share)} of its events missing`;
  }
}

function endsOf({ quality, application }: ApplicationModel): string | undefined {
  if (application.endInferred)
    return 'The application may have gone on after it, and what was open there has an end that was inferred.';
  return quality.cutOff ? 'It is cut off behind the end of the application.' : undefined;
}
