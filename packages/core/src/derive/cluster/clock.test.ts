import { describe, expect, it } from 'vitest';
import { modelOf, sketchStartEpochMs } from '../../../test-support/model-of.ts';
import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import { estimateClock, tellsOfOthers } from './clock.ts';

const model = modelOf({
  durationMs: 600_000,
  executors: [
    { id: '1', addedMs: 5_000, removedMs: 100_000, reason: 'worker lost: x' },
    { id: '2', addedMs: 6_000, removedMs: 230_000, reason: 'worker lost: y' },
    { id: '3', addedMs: 7_000 },
  ],
});

function eventAt(atMs: number, more: Partial<ClusterEvent> = {}): ClusterEvent {
  const place = { file: 'f', line: 1, byteOffset: 0 };
  const base = {
    source: 'driver-log',
    type: 't',
    topic: 'executor',
    level: 'info',
    text: '',
    subject: {},
    place,
  } as const;
  return { ...base, epochMs: sketchStartEpochMs + atMs, ...more };
}

const inSomeZone = { zoneUnknown: true } as const;
const added = (executorId: string, atMs: number) =>
  eventAt(atMs, { ...inSomeZone, anchor: { executorId, what: 'added' } });
const lost = (atMs: number) =>
  eventAt(atMs, { loss: { class: 'node-lost', confidence: 'certain', because: '' }, source: 'databricks-events' });

describe('estimateClock', () => {
  it('compares the executors that both sides know, whatever one of them says', () => {
    // An hour ahead, as a log in another time zone, and one executor that registered late.
    const hour = 3_600_000;
    const events = [added('1', 5_000 + hour), added('2', 6_000 + hour), added('3', 27_000 + hour), added('9', 0)];
    expect(estimateClock(model, 'driver-log', events)).toMatchObject({ offsetMs: hour, basis: 'executors', pairs: 3 });
  });

  it('brings losses together where nothing has an id, and wants two of them for it', () => {
    const ahead = 180_000;
    const events = [lost(100_000 + ahead), lost(230_000 + ahead)];
    expect(estimateClock(model, 'databricks-events', events)).toMatchObject({
      offsetMs: ahead,
      basis: 'losses',
      pairs: 2,
    });
    expect(estimateClock(model, 'databricks-events', events.slice(0, 1))).toMatchObject({
      offsetMs: 0,
      basis: 'assumed',
    });
  });

  it('finds the zone of a log without zones by where it lies over the run', () => {
    const zoneMs = 5.5 * 3_600_000;
    const events = [10_000, 300_000, 590_000].map((atMs) => eventAt(atMs + zoneMs, inSomeZone));
    expect(estimateClock(model, 'driver-log', events)).toMatchObject({ offsetMs: zoneMs, basis: 'zone', pairs: 3 });
  });

  it('takes no time zone off a log that names its own', () => {
    const events = [10_000, 300_000, 590_000].map((atMs) => eventAt(atMs + 2 * 3_600_000));
    expect(estimateClock(model, 'driver-log', events)).toMatchObject({ offsetMs: 0, basis: 'assumed' });
  });
});

describe('tellsOfOthers', () => {
  const ended = (executorId: string, atMs: number) =>
    eventAt(atMs, { source: 'kubernetes', anchor: { executorId, what: 'removed' } });

  it('is so where executors of the same ids went on another day, or hours apart from each other', () => {
    const day = 86_400_000;
    expect(tellsOfOthers(model, [ended('1', 100_000 - day), ended('2', 230_000 - day)])).toBe(true);
    expect(tellsOfOthers(model, [ended('1', 100_000 + 600_000), ended('2', 230_000 - 600_000)])).toBe(true);
    // Hours that are no time zone: registered with another driver.
    expect(tellsOfOthers(model, [added('1', 5_000 + 10_000_000), added('2', 6_000 + 10_000_000)])).toBe(true);
  });

  it('is not so where clocks are minutes apart, zones differ, or there is nothing to compare', () => {
    expect(tellsOfOthers(model, [ended('1', 100_000 + 300_000), ended('2', 230_000 + 300_000)])).toBe(false);
    expect(tellsOfOthers(model, [added('1', 5_000 - 9_900_000), added('2', 6_000 - 9_900_000)])).toBe(false);
    expect(tellsOfOthers(model, [ended('9', 0), eventAt(0)])).toBe(false);
  });
});
