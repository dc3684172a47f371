/**
 * The one query of the timeline, for every lane: which, from when to when, how many pixels. Answers are columns of numbers that
 * can be handed to another thread without a copy. All times are milliseconds since the start of the application.
 */
export interface LaneQuery {
  /** {@link LaneInfo.id}, or `activity:<n>` for the collapsed form of `executor:<n>`. */
  readonly lane: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly widthPx: number;
  /** Rows wanted, from the first to the one behind the last; all when absent. */
  readonly rows?: readonly [first: number, end: number];
}

export interface LaneAnswer {
  readonly lane: string;
  readonly startMs: number;
  readonly endMs: number;
  /** What was summed up: a power of two, in milliseconds; 0 when every span stands for itself. */
  readonly bucketMs: number;
  readonly spans?: SpanColumns;
  readonly series?: SeriesColumns;
}

/** Spans of a lane. Where several begin in one bucket of a row, the longest stands for all and `count` says for how many. */
export interface SpanColumns {
  readonly startMs: Float64Array<ArrayBuffer>;
  readonly endMs: Float64Array<ArrayBuffer>;
  readonly row: Uint32Array<ArrayBuffer>;
  /** Class of the span: index into the lane's `layers`. Spans of different layers never stand for each other. */
  readonly layer: Uint8Array<ArrayBuffer>;
  /** What it is: index of the job, stage attempt, task row … in the model. */
  readonly id: Uint32Array<ArrayBuffer>;
  readonly count: Uint32Array<ArrayBuffer>;
  /** What colours it besides its layer: of tasks, the index of their stage attempt. */
  readonly tag: Uint32Array<ArrayBuffer>;
}

/** Numbers over time, one column per series and bucket; the first bucket begins at `startMs`. */
export interface SeriesColumns {
  readonly startMs: number;
  readonly bucketMs: number;
  readonly names: readonly string[];
  readonly min: readonly Float32Array<ArrayBuffer>[];
  readonly max: readonly Float32Array<ArrayBuffer>[];
  readonly mean: readonly Float32Array<ArrayBuffer>[];
}

/** What a lane shows, in the order of the screen. */
export const laneGroups = [
  'findings',
  'cluster',
  'cores',
  'driver',
  'streaming',
  'sql',
  'jobs',
  'stages',
  'tasks',
  'memory',
] as const;
export type LaneGroup = (typeof laneGroups)[number];

export interface LaneInfo {
  readonly id: string;
  readonly group: LaneGroup;
  readonly title: string;
  readonly kind: 'spans' | 'series' | 'labels';
  /** Names of span classes, or of series. */
  readonly layers: readonly string[];
  readonly rowCount: number;
  readonly spanCount: number;
  /** How much is wrong here: failed and lost work first. 0 when all is well. */
  readonly trouble: number;
}

/** Layers of task lanes. */
export const taskLayers = ['succeeded', 'failed', 'killed', 'speculative', 'unfinished'] as const;
export type TaskLayer = (typeof taskLayers)[number];
/** Layers of jobs, stages and SQL executions. */
export const workLayers = ['succeeded', 'failed', 'unfinished'] as const;
/** What tasks did with their time, as the strips of executors show it. */
export const taskPhases = ['computing', 'garbage collection', 'shuffle', 'overhead'] as const;
