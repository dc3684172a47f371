import type { StreamingBatch } from '../../model/application-model.ts';
import { backlogOf, backlogUnits } from './backlog.ts';
import { atOnceMs } from './trigger.ts';

export interface BehindLimits {
  /** Batches in a row. */
  readonly leastBatches: number;
  /** By how much rows per second coming in must exceed those processed. */
  readonly rateTolerance: number;
}

/** Batches in a row of which each left its query further behind than the one before. */
export interface BehindStretch {
  readonly batches: readonly StreamingBatch[];
  /** `read-limit`: batches ended early and waited, and yet more was left each time, so that something limits what they may read. */
  readonly why: 'too-slow' | 'read-limit';
  /** The query did nothing after it: it stopped, or the log ends. */
  readonly isLast: boolean;
  /** End of the batch after which what had gathered was worked off again. */
  readonly caughtUpMs: number | undefined;
  /** By how much later records were read at its end than at its start. */
  readonly laterMs: number;
}

/** The last batches of a query may be the beginning of what a longer log would show. */
const leastAtTheEnd = 2;

/** Maximal stretches of batches that each fell further behind. A report without rows is an idle trigger, and is left out. */
export function findBehind(all: readonly StreamingBatch[], limits: BehindLimits): BehindStretch[] {
  const batches = all.filter((batch) => batch.inputRows > 0);
  const stretches: BehindStretch[] = [];
  let from: number | undefined;
  for (let index = 0; index <= batches.length; index++) {
    const batch = batches[index];
    if (batch !== undefined && isBehind(batches[index - 1], batch, limits)) {
      from ??= index;
      continue;
    }
    if (from !== undefined) stretches.push(...describe(batches, startOf(batches, from, limits), index, limits));
    from = undefined;
  }
  return stretches;
}

function isBehind(before: StreamingBatch | undefined, batch: StreamingBatch, limits: BehindLimits): boolean {
  if (before === undefined) return inputIsFaster(batch, limits);
  return (startedAtOnce(before, batch) && inputIsFaster(batch, limits)) || backlogGrew(before, batch);
}

/** A batch that waited and then overran is where it begins: the next one started at once because of it. */
function startOf(batches: readonly StreamingBatch[], from: number, limits: BehindLimits): number {
  const [before, batch] = [batches[from - 1], batches[from]];
  const overran = before !== undefined && batch !== undefined && startedAtOnce(before, batch);
  return overran && inputIsFaster(before, limits) ? from - 1 : from;
}

function inputIsFaster(batch: StreamingBatch, { rateTolerance }: BehindLimits): boolean {
  return batch.inputRowsPerSecond > rateTolerance * batch.processedRowsPerSecond && batch.processedRowsPerSecond > 0;
}

function startedAtOnce(before: StreamingBatch, batch: StreamingBatch): boolean {
  return batch.startMs - before.endMs <= atOnceMs;
}

function backlogGrew(before: StreamingBatch, batch: StreamingBatch): boolean {
  return backlogUnits.some((unit) => {
    const beforeIt = backlogOf(before, unit) ?? 0;
    return beforeIt > 0 && (backlogOf(batch, unit) ?? 0) > beforeIt;
  });
}

function describe(all: readonly StreamingBatch[], from: number, to: number, limits: BehindLimits): BehindStretch[] {
  const batches = all.slice(from, to);
  const [first] = batches;
  const last = batches.at(-1);
  if (first === undefined || last === undefined) return [];
  const isLast = to === all.length;
  if (batches.length < limits.leastBatches && !(isLast && batches.length >= leastAtTheEnd)) return [];
  const waiting = batches.filter((batch, index) => {
    const before = all[from + index - 1];
    return before !== undefined && !startedAtOnce(before, batch);
  }).length;
  const isHeldBack = waiting > batches.length / 2;
  // Newest offsets are read while records still come in: a little more each time is not yet a backlog.
  if (isHeldBack && (batches.length < limits.leastBatches || !isMoreThanABatch(batches))) return [];
  return [
    {
      batches,
      why: isHeldBack ? 'read-limit' : 'too-slow',
      isLast,
      caughtUpMs: findCaughtUp(first, last, all.slice(to)),
      laterMs: laterBy(first, last, batches),
    },
  ];
}

/** What gathered is as much as a batch reads, or, where that is not told in rows, has doubled. */
function isMoreThanABatch(batches: readonly StreamingBatch[]): boolean {
  const [first] = batches;
  const last = batches.at(-1);
  if (first?.backlog.records !== undefined && last?.backlog.records !== undefined) {
    const rows = batches.reduce((sum, { inputRows }) => sum + inputRows, 0);
    return last.backlog.records - first.backlog.records >= rows / batches.length;
  }
  return backlogUnits.some((unit) => (last?.backlog[unit] ?? 0) >= 2 * (first?.backlog[unit] ?? Infinity));
}

/** The first batch after the stretch that leaves no more than its first one did, or, without a known backlog, that waited again. */
function findCaughtUp(
  first: StreamingBatch,
  last: StreamingBatch,
  after: readonly StreamingBatch[],
): number | undefined {
  const units = backlogUnits.filter((unit) => (last.backlog[unit] ?? 0) > (first.backlog[unit] ?? 0));
  const caughtUp = after.find((batch, index) =>
    units.length > 0
      ? units.every((unit) => (batch.backlog[unit] ?? 0) <= (first.backlog[unit] ?? 0))
      : !startedAtOnce(after[index - 1] ?? last, batch),
  );
  return caughtUp === undefined ? undefined : units.length > 0 ? caughtUp.endMs : caughtUp.startMs;
}

/** The time that its last batch took longer than its first, or that reading what gathered takes at the speed of the stretch. */
function laterBy(first: StreamingBatch, last: StreamingBatch, batches: readonly StreamingBatch[]): number {
  const longerMs = last.endMs - last.startMs - (first.endMs - first.startMs);
  const gathered = (last.backlog.records ?? 0) - (first.backlog.records ?? 0);
  const rowsAfterFirst = batches.slice(1).reduce((sum, { inputRows }) => sum + inputRows, 0);
  const readMs = rowsAfterFirst === 0 ? 0 : (gathered * (last.endMs - first.endMs)) / rowsAfterFirst;
  const byReport = (last.backlog.ms ?? 0) - (first.backlog.ms ?? 0);
  return Math.round(Math.min(last.endMs - first.startMs, Math.max(0, longerMs, readMs, byReport)));
}
