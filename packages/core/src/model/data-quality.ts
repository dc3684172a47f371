import { EventTally } from './event-tally.ts';
import type { LogPlace } from './log-place.ts';

/** What could not be read or had to be filled in; it travels with every result. */
export interface DataQuality {
  /** Lines that are not blank. */
  linesRead: number;
  linesUnreadable: number;
  /** The first few unreadable lines. */
  readonly unreadableExamples: UnreadableLine[];
  /** Lines longer than the limit, which were read without their heavy fields. */
  linesOversized: number;
  /** The first few of them. */
  readonly oversizedExamples: LogPlace[];
  /** Events of a known name that lack what they cannot be understood without. */
  readonly malformedEvents: EventTally;
  /** Events of a name that cinderlog does not know. */
  readonly unknownEvents: EventTally;
  /** Events that cinderlog knows, and needs nothing of. */
  readonly unusedEvents: EventTally;
  /** Events delivered more than once and counted once. */
  repeatedEvents: number;
  /** The last part ends in the middle of a line or of a compressed block. */
  cutOff: boolean;
  /** Parts of which something could not be unpacked or read at all; the notes say what. */
  damagedParts: number;
  compacted: boolean;
  inProgress: boolean;
  missingPartIndices: readonly number[];
  /** Task starts without an end although their stage ended. */
  tasksWithoutEnd: number;
  /** Task runs missing in finished stages, judged by the number of tasks that the stage announced. */
  tasksMissing: number;
  /** Ids that Spark must have given to tasks of which the log holds neither start nor end. */
  taskIdsMissing: number;
  jobsWithoutStart: number;
  jobsWithoutEnd: number;
  /** Stage attempts that ran and whose submission is not in the log. */
  stagesWithoutStart: number;
  stagesWithoutEnd: number;
  sqlExecutionsWithoutStart: number;
  sqlExecutionsWithoutEnd: number;
  /** Events that should stand between the first and the last line of the log and do not: a lower bound. */
  eventsMissing: number;
  /** Spans that end before they start (a stepped clock): read as zero. */
  negativeSpans: number;
  /** Sentences for the reader, most important first. */
  readonly notes: string[];
  /** How far the numbers may be believed; decided when everything else is known. */
  trust: Trust;
}

/**
 * `complete`: nothing is missing. `open-ended`: nothing is missing up to where the log stops. `incomplete`: something is
 * missing before that.
 */
export const trustLevels = ['complete', 'open-ended', 'incomplete'] as const;

export interface Trust {
  readonly level: (typeof trustLevels)[number];
  /** For the reader: which numbers are exact, and in which direction the others are wrong. */
  readonly sentence: string;
}

export interface UnreadableLine {
  readonly part: string;
  readonly lineNumber: number;
  /** In the unpacked bytes of the part. */
  readonly byteOffset: number;
  readonly problem: string;
}

export function newDataQuality(): DataQuality {
  return {
    linesRead: 0,
    linesUnreadable: 0,
    unreadableExamples: [],
    linesOversized: 0,
    oversizedExamples: [],
    malformedEvents: new EventTally(),
    unknownEvents: new EventTally(),
    unusedEvents: new EventTally(),
    repeatedEvents: 0,
    cutOff: false,
    damagedParts: 0,
    compacted: false,
    inProgress: false,
    missingPartIndices: [],
    tasksWithoutEnd: 0,
    tasksMissing: 0,
    taskIdsMissing: 0,
    jobsWithoutStart: 0,
    jobsWithoutEnd: 0,
    stagesWithoutStart: 0,
    stagesWithoutEnd: 0,
    sqlExecutionsWithoutStart: 0,
    sqlExecutionsWithoutEnd: 0,
    eventsMissing: 0,
    negativeSpans: 0,
    notes: [],
    trust: { level: 'complete', sentence: '' },
  };
}
