/** What could not be read or had to be filled in; it travels with every result. */
export interface DataQuality {
  /** Lines that are not blank. */
  linesRead: number;
  linesUnreadable: number;
  /** The first few unreadable lines. */
  readonly unreadableExamples: UnreadableLine[];
  /** Events of a known name that lack what they cannot be understood without, by name. */
  readonly malformedEvents: Map<string, number>;
  /** Events of a name that cinderlog does not know, by name. */
  readonly unknownEvents: Map<string, number>;
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
  jobsWithoutEnd: number;
  stagesWithoutEnd: number;
  sqlExecutionsWithoutEnd: number;
  /** Spans that end before they start (a stepped clock): read as zero. */
  negativeSpans: number;
  /** Sentences for the reader, most important first. */
  readonly notes: string[];
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
    malformedEvents: new Map(),
    unknownEvents: new Map(),
    repeatedEvents: 0,
    cutOff: false,
    damagedParts: 0,
    compacted: false,
    inProgress: false,
    missingPartIndices: [],
    tasksWithoutEnd: 0,
    tasksMissing: 0,
    jobsWithoutEnd: 0,
    stagesWithoutEnd: 0,
    sqlExecutionsWithoutEnd: 0,
    negativeSpans: 0,
    notes: [],
  };
}
