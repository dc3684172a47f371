import type { ApplicationModel, SqlExecution } from '../model/application-model.ts';
import { isProven, type Outage } from './cluster/outages.ts';
import type { WallClockLabel } from './labels.ts';
import type { Confidence } from './removal/classes.ts';
import type { Gap, GapSegment } from './wall-clock.ts';

/** Why nothing ran for a while (design, section 5). */
export type GapCause =
  | 'idle'
  | 'planning'
  | 'non-spark-code'
  | 'driver-overloaded'
  | 'cluster-malfunction'
  | 'start-up'
  | 'waiting-for-executors'
  | 'commit'
  | 'unknown';

/** What is said for a cause. */
export interface GapReading {
  readonly cause: GapCause;
  readonly confidence: Confidence;
  readonly because: string;
  /** The query whose huge plan speaks for analysis before it opened. */
  readonly hugePlan?: SqlExecution;
  /** What the cluster's own log says of it. */
  readonly outage?: Outage;
}

/** A stretch without a running task that has one cause. */
export interface ExplainedGap extends GapReading {
  readonly startMs: number;
  readonly endMs: number;
  /** Milliseconds by ledger label, longest first. */
  readonly parts: readonly (readonly [WallClockLabel, number])[];
}

const unknownInsideJob: GapReading = {
  cause: 'unknown',
  confidence: 'possible',
  because:
    'a job was open and executors were there, yet nothing was launched; the log does not say what the driver did',
};

/** Executors may be there while the program still reads its settings: only before them it is certain that nothing could run. */
const startUp: GapReading = {
  cause: 'start-up',
  confidence: 'probable',
  because: 'no query and no job had been asked for, and executors or the session were still starting',
};

const readings: Readonly<Partial<Record<WallClockLabel, GapReading>>> = {
  'start-up': startUp,
  idle: {
    cause: 'idle',
    confidence: 'probable',
    because: 'this application is driven from outside (a shell, a notebook, a server), and no query or job was open',
  },
  'streaming-wait': {
    cause: 'idle',
    confidence: 'probable',
    because: 'streaming queries were running and no batch was open',
  },
  'non-spark-code': {
    cause: 'non-spark-code',
    confidence: 'probable',
    because: 'no query and no job was open, and the program runs by itself: it worked, waited, or built a plan',
  },
  planning: {
    cause: 'planning',
    confidence: 'probable',
    because: 'a query was open and none of its jobs had started, or some were left to start',
  },
  'driver-overloaded': {
    cause: 'driver-overloaded',
    confidence: 'probable',
    because: 'several queries at once waited for the driver to plan them, each the longer the more there were',
  },
  unknown: {
    cause: 'unknown',
    confidence: 'certain',
    because: 'the History Server has compacted this log: what happened before the first job that it kept is gone',
  },
  commit: { cause: 'commit', confidence: 'probable', because: 'a query was open and all its jobs were done' },
  'waiting-for-executors': {
    cause: 'waiting-for-executors',
    confidence: 'certain',
    because: 'a job was open and no executor was alive',
  },
};

/**
 * Text of a plan from which on analysing it is heavy: usual queries have some thousand characters, a plan of thousands of
 * columns has millions.
 */
export const hugePlanChars = 200_000;
/** A query opens right after its plan was analysed. */
const planFollowsWithinMs = 1_000;

/**
 * Cuts gaps where their cause changes. A gap with causes that are each long enough becomes one stretch per cause; where none
 * is, the whole gap goes under what filled most of it.
 *
 * @param lossTimesMs when executors went that nobody had meant to take away
 */
export function explainGaps(
  model: ApplicationModel,
  gaps: readonly Gap[],
  limitMs: number,
  lossTimesMs: readonly number[] = [],
  outages: readonly Outage[] = [],
): ExplainedGap[] {
  return gaps.flatMap((gap) => {
    const stretches = mergeByCause(model, gap.segments, lossTimesMs, outages);
    const long = stretches.filter((stretch) => stretch.endMs - stretch.startMs >= limitMs);
    if (long.length > 0) return long;
    const [main] = [...stretches].sort((a, b) => b.endMs - b.startMs - (a.endMs - a.startMs));
    if (main === undefined) return [];
    // What was true of a part is not proven for the rest.
    const confidence = main.confidence === 'certain' && stretches.length > 1 ? 'probable' : main.confidence;
    return [{ ...main, confidence, startMs: gap.startMs, endMs: gap.endMs, parts: partsOf(gap.segments) }];
  });
}

function mergeByCause(
  model: ApplicationModel,
  segments: readonly GapSegment[],
  lossTimesMs: readonly number[],
  outages: readonly Outage[],
): ExplainedGap[] {
  const merged: { reading: GapReading; segments: GapSegment[] }[] = [];
  for (const segment of segments) {
    const reading = readOutage(segment, outages) ?? readSegment(model, segment, lossTimesMs);
    const last = merged.at(-1);
    if (last?.reading.cause !== reading.cause) merged.push({ reading, segments: [segment] });
    else last.segments.push(segment);
  }
  return merged.map((stretch) => ({
    ...stretch.reading,
    startMs: stretch.segments[0]?.startMs ?? 0,
    endMs: stretch.segments.at(-1)?.endMs ?? 0,
    parts: partsOf(stretch.segments),
  }));
}

/** An outage is named by the event that tells of most of it. */
function readOutage(segment: GapSegment, outages: readonly Outage[]): GapReading | undefined {
  if (segment.label !== 'cluster-malfunction') return undefined;
  const { startMs, endMs } = segment;
  const shared = (outage: Outage) => Math.min(outage.endMs, endMs) - Math.max(outage.startMs, startMs);
  const [outage] = outages.filter((each) => shared(each) > 0).sort((a, b) => shared(b) - shared(a));
  if (outage === undefined) return undefined;
  const { event } = outage;
  return {
    cause: 'cluster-malfunction',
    confidence: isProven(segment, outages) ? 'certain' : 'probable',
    because: `the cluster's own log has ${event.type} at that time: ${event.text}`,
    outage,
  };
}

function readSegment(model: ApplicationModel, segment: GapSegment, lossTimesMs: readonly number[]): GapReading {
  if (segment.label === 'start-up' && segment.endMs <= firstExecutor(model))
    return { ...startUp, confidence: 'certain' };
  if (segment.label === 'waiting-for-executors') {
    const lost = lossTimesMs.filter((timeMs) => timeMs >= segment.startMs - lossBeforeMs && timeMs <= segment.endMs);
    if (lost.length >= manyLosses) return afterLosses(lost.length);
    if (lost.length > 0) return afterLastExecutor;
    if (anyAlive(model, segment)) return onlyLeaving;
    // Executors of which the log lost the events may have been there, and earlier losses may be why there were none.
    if (model.quality.eventsMissing > 0 || lossTimesMs.some((timeMs) => timeMs <= segment.endMs)) return maybeWaiting;
  }
  if (segment.label === 'between-stages' && segment.endMs - segment.startMs >= leastReplanningMs) {
    const replanned = replannedQuery(model, segment);
    if (replanned !== undefined) return replanning(replanned);
  }
  const hugePlan = segment.label === 'non-spark-code' ? hugePlanBehind(model, segment.endMs) : undefined;
  if (hugePlan === undefined) return readings[segment.label] ?? unknownInsideJob;
  return {
    cause: 'planning',
    confidence: 'possible',
    because: `query ${hugePlan.id}, which opened right behind it, has a huge plan, and a plan is analysed before its query opens`,
    hugePlan,
  };
}

/** Submitting a job and its stages takes some hundred milliseconds without any planning. */
const leastReplanningMs = 1_000;
/** A wait that begins within this time of a loss comes from it. */
const lossBeforeMs = 2_000;
/** One executor that goes may be the only one of a small cluster; several at once are the cluster's doing. */
const manyLosses = 2;

function afterLosses(count: number): GapReading {
  return {
    cause: 'cluster-malfunction',
    confidence: 'probable',
    because: `a job was open and the cluster had lost ${count} executors, and no other was there`,
  };
}

/** Whether the cluster was broken or only small stands in its own log. */
const afterLastExecutor: GapReading = {
  cause: 'waiting-for-executors',
  confidence: 'probable',
  because: 'a job was open and no executor was alive: the last one had just been lost',
};

const onlyLeaving: GapReading = {
  cause: 'waiting-for-executors',
  confidence: 'probable',
  because:
    'a job was open, and the executors that were left got no more work: Spark had excluded them, or was taking them away',
};

const maybeWaiting: GapReading = {
  cause: 'waiting-for-executors',
  confidence: 'probable',
  because: 'a job was open and no executor was alive, as far as the log tells',
};

function anyAlive(model: ApplicationModel, { startMs, endMs }: GapSegment): boolean {
  return model.executors.some(({ addedMs, removedMs = Infinity }) => addedMs < endMs && removedMs > startMs);
}

function firstExecutor(model: ApplicationModel): number {
  return model.executors.reduce((least, { addedMs }) => Math.min(least, addedMs), Number.POSITIVE_INFINITY);
}

/** The adaptive query whose job was open over the whole segment with no stage to run. */
function replannedQuery(model: ApplicationModel, segment: GapSegment): SqlExecution | undefined {
  return model.sqlExecutions.find(
    (execution) =>
      execution.planChanges > 0 && execution.startMs <= segment.startMs && execution.endMs >= segment.endMs,
  );
}

function replanning(execution: SqlExecution): GapReading {
  return {
    cause: 'planning',
    confidence: 'possible',
    because: `query ${execution.id} was between two of its stages, and adaptive execution planned it anew ${execution.planChanges} times; a broadcast being built looks the same`,
  };
}

/** The query with a huge plan, opened right behind a moment by itself or inside the command that it belongs to. */
function hugePlanBehind(model: ApplicationModel, timeMs: number): SqlExecution | undefined {
  const opensThere = (startMs: number) => Math.abs(startMs - timeMs) <= planFollowsWithinMs;
  return model.sqlExecutions.find(
    (execution) =>
      execution.planTextChars >= hugePlanChars &&
      (opensThere(execution.startMs) ||
        model.sqlExecutions.some((root) => root.id === execution.rootId && opensThere(root.startMs))),
  );
}

function partsOf(segments: readonly GapSegment[]): [WallClockLabel, number][] {
  const parts = new Map<WallClockLabel, number>();
  for (const segment of segments) {
    parts.set(segment.label, (parts.get(segment.label) ?? 0) + segment.endMs - segment.startMs);
  }
  return [...parts].sort((a, b) => b[1] - a[1]);
}
