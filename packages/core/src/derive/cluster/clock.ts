import type { ClusterEvent, ClusterSource } from '../../cluster/cluster-event.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { median } from '../../util/median.ts';

/** How the clock of a source relates to the driver's: their times less ours. */
export interface SourceClock {
  readonly source: ClusterSource;
  readonly offsetMs: number;
  /**
   * `executors`: the same executors came and went in both; `losses`: losses fall together best this way; `zone`: a log without time
   * zones lies over the run this way; `assumed`: nothing to compare, the clocks are taken to agree.
   */
  readonly basis: 'executors' | 'losses' | 'zone' | 'assumed';
  /** How many pairs of the same event were compared. */
  readonly pairs: number;
  /** Half of the pairs differ from the offset by no more than this; what is left of a pair is mostly the time until Spark notices. */
  readonly spreadMs: number;
}

/** Clocks of the cloud are kept to within seconds; a wrong one is off by minutes. */
const mostOffsetMs = 15 * 60_000;
/** A log without time zones is the driver's or an executor's: but for the zone its clock is theirs. */
const mostSkewBesideZoneMs = 60_000;
/** Spark may notice the end of an executor two minutes late (its heartbeat time-out), but not of most executors. */
const mostSpreadMs = 120_000;
/** A loss and the removal that Spark notes of it lie this close once clocks agree. */
const closeMs = 15_000;
const leastPairs = 2;
/** Zones are whole quarters of an hour apart. */
const zoneStepMs = 15 * 60_000;
const mostZoneMs = 14 * 3_600_000;

/** Estimates the offset of one source from what both tell of the same things. */
export function estimateClock(
  model: ApplicationModel,
  source: ClusterSource,
  events: readonly ClusterEvent[],
): SourceClock {
  const differences = anchorDifferences(model, events)
    .filter(isPlausible)
    .map(({ differenceMs }) => differenceMs);
  if (differences.length > 0) return fromDifferences(source, differences);
  const isZoneUnknown = events.some(({ zoneUnknown }) => zoneUnknown === true);
  return (isZoneUnknown ? byZone(model, source, events) : byLosses(model, source, events)) ?? assumed(source);
}

function assumed(source: ClusterSource): SourceClock {
  return { source, offsetMs: 0, basis: 'assumed', pairs: 0, spreadMs: 0 };
}

/**
 * Whether a file tells of other executors than those of this run: they have the same ids, which every application counts from 0,
 * and came and went at other times.
 */
export function tellsOfOthers(model: ApplicationModel, events: readonly ClusterEvent[]): boolean {
  const differences = anchorDifferences(model, events);
  if (differences.length === 0) return false;
  const plausible = differences.filter(isPlausible).map(({ differenceMs }) => differenceMs);
  if (2 * plausible.length < differences.length) return true;
  return fromDifferences('driver-log', plausible).spreadMs > mostSpreadMs;
}

interface AnchorDifference {
  readonly differenceMs: number;
  readonly zoneUnknown: boolean;
}

function anchorDifferences(model: ApplicationModel, events: readonly ClusterEvent[]): AnchorDifference[] {
  const executors = new Map(model.executors.map((executor) => [executor.id, executor]));
  return events.flatMap(({ anchor, epochMs, zoneUnknown = false }) => {
    const executor = anchor && executors.get(anchor.executorId);
    if (executor === undefined || (anchor?.what === 'added' && executor.addedInferred)) return [];
    const ourMs = anchor?.what === 'added' ? executor.addedMs : executor.removedMs;
    return ourMs === undefined ? [] : [{ differenceMs: epochMs - model.application.startEpochMs - ourMs, zoneUnknown }];
  });
}

function isPlausible({ differenceMs, zoneUnknown }: AnchorDifference): boolean {
  if (!zoneUnknown) return Math.abs(differenceMs) <= mostOffsetMs;
  const zoneMs = Math.round(differenceMs / zoneStepMs) * zoneStepMs;
  return Math.abs(zoneMs) <= mostZoneMs && Math.abs(differenceMs - zoneMs) <= mostSkewBesideZoneMs;
}

function fromDifferences(source: ClusterSource, differences: readonly number[]): SourceClock {
  const offsetMs = Math.round(median(differences));
  const spreadMs = Math.round(median(differences.map((difference) => Math.abs(difference - offsetMs))));
  return { source, offsetMs, basis: 'executors', pairs: differences.length, spreadMs };
}

/** The shift under which most losses fall on a removal, if it does better than none. */
function byLosses(
  model: ApplicationModel,
  source: ClusterSource,
  events: readonly ClusterEvent[],
): SourceClock | undefined {
  const { startEpochMs } = model.application;
  const losses = events.filter((event) => event.loss !== undefined && event.loss.class !== 'shutdown');
  const removals = model.executors.flatMap((executor) => executor.removedMs ?? []);
  const matches = (shiftMs: number) =>
    losses.filter(({ epochMs }) =>
      removals.some((removedMs) => Math.abs(epochMs - startEpochMs - shiftMs - removedMs) <= closeMs),
    ).length;
  let best = { shiftMs: 0, count: matches(0) };
  for (const { epochMs } of losses.slice(0, 200)) {
    for (const removedMs of removals.slice(0, 200)) {
      const shiftMs = epochMs - startEpochMs - removedMs;
      if (Math.abs(shiftMs) > mostOffsetMs) continue;
      const count = matches(shiftMs);
      if (count > best.count) best = { shiftMs, count };
    }
  }
  if (best.shiftMs === 0 || best.count < leastPairs) return undefined;
  return { source, offsetMs: best.shiftMs, basis: 'losses', pairs: best.count, spreadMs: closeMs };
}

/** A log without zones that lies outside of the run by whole quarters of an hour was written in another zone. */
function byZone(
  model: ApplicationModel,
  source: ClusterSource,
  events: readonly ClusterEvent[],
): SourceClock | undefined {
  const { startEpochMs, durationMs } = model.application;
  const inside = (shiftMs: number) =>
    events.filter(({ epochMs }) => {
      const atMs = epochMs - shiftMs - startEpochMs;
      return atMs >= -60_000 && atMs <= durationMs + 60_000;
    }).length;
  let best = { shiftMs: 0, count: inside(0) };
  for (let shiftMs = zoneStepMs; shiftMs <= mostZoneMs; shiftMs += zoneStepMs) {
    for (const signed of [shiftMs, -shiftMs]) {
      const count = inside(signed);
      if (count > best.count) best = { shiftMs: signed, count };
    }
  }
  if (best.shiftMs === 0) return undefined;
  return { source, offsetMs: best.shiftMs, basis: 'zone', pairs: best.count, spreadMs: zoneStepMs };
}
