import { gatherValues } from '../model/gather-values.ts';
import type { TaskColumn } from '../model/task-table.ts';
import { chanceBound, chanceOfAtLeast, expectedMarked, varianceOfMarked } from '../util/hypergeometric.ts';
import { medianOf } from '../util/median.ts';
import type { Facts } from './facts.ts';
import { launchedTasks } from './launched-tasks.ts';
import { littleDataBytes } from './little-data.ts';
import { longRatio, type HostPace } from './slow-hosts.ts';
import { savedMs } from './stage-replay.ts';

/** A long task of the usual kind counts this much, one of a stage where they are less long in proportion, and none more than the most. */
const usualWeight = 4;
const mostWeight = 12;

/**
 * The chance that so many long tasks, or more, fall to this host when hosts make no difference; and when any of `hosts` hosts might
 * have been the one that stands out. Long tasks count by how much longer they were than usual: a task that took some milliseconds more
 * says nothing about one that took an hour more. 1 when it has hardly more of them than its share.
 */
export function chanceOfPace({ stages }: HostPace, hosts: number): number {
  const withLong = stages.filter(({ draw }) => draw.marked > 0);
  const excessMs = withLong.reduce((sum, stage) => sum + stage.longExcessMs, 0);
  if (excessMs === 0) return 1;
  // What a millisecond of the excess belongs to, on average.
  const usualLongMs =
    withLong.reduce((sum, { longExcessMs, draw }) => sum + longExcessMs ** 2 / draw.marked, 0) / excessMs;
  const weighed = withLong.flatMap(({ draw, longExcessMs, longRows }) => {
    const weight = Math.round((usualWeight * longExcessMs) / draw.marked / usualLongMs);
    return weight === 0 ? [] : [{ ...draw, ownLong: longRows.length, weight: Math.min(mostWeight, weight) }];
  });
  const expected = weighed.reduce((sum, draw) => sum + draw.weight * expectedMarked(draw), 0);
  const observed = weighed.reduce((sum, { weight, ownLong }) => sum + weight * ownLong, 0);
  const variance = weighed.reduce((sum, draw) => sum + draw.weight ** 2 * varianceOfMarked(draw), 0);
  // The exact test is dear: for nothing where all lies within one standard deviation, and where a bound says enough.
  if (observed <= expected + Math.sqrt(variance)) return 1;
  const bound = hosts * chanceBound(observed - expected, variance, mostWeight);
  return bound <= beyondDoubt ? bound : Math.min(1, hosts * chanceOfAtLeast(weighed, observed));
}

/** Any limit that somebody may set lies far above it. */
const beyondDoubt = 1e-9;

/** What the stages of a slow host would have been shorter with its tasks at the pace of the others, by replay. */
export function savedAtUsualPace(facts: Facts, { host, stages }: HostPace): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  return stages.reduce((sum, { stage, slowdown }) => {
    if (slowdown <= 1) return sum;
    const { rows, durationsMs } = launchedTasks(facts.stageTasks, stage.index);
    const hostOf = gatherValues(facts.model.tasks, 'host', rows);
    const changedMs = durationsMs.map((ms, task) => (hostOf[task] === code ? ms / slowdown : ms));
    return sum + savedMs(stage, durationsMs, changedMs);
  }, 0);
}

/** The part that some columns have in the time of the long tasks on a host: of loading code, say. */
export function shareOfLongTasks({ model }: Facts, { stages }: HostPace, names: readonly TaskColumn[]): number {
  const { columns } = model.tasks;
  let partMs = 0;
  let timeMs = 0;
  for (const { longRows } of stages) {
    for (const row of longRows) {
      for (const name of names) partMs += columns[name].at(row);
      timeMs += Math.max(0, columns.finishMs.at(row) - columns.launchMs.at(row));
    }
  }
  return timeMs === 0 ? 0 : partMs / timeMs;
}

/**
 * The bytes that tasks on a host read, against those that others of the same stages read: ratios of medians over the stages in which it was
 * slow, weighed by what it was slower there. To be asked for hosts under suspicion only.
 */
export function dataRatioOf(facts: Facts, { host, stages }: HostPace): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  let ratioTimesExcess = 0;
  let excessMs = 0;
  for (const { stage, slowdown, excessMs: stageExcessMs } of stages) {
    if (slowdown < longRatio) continue;
    const hostOf = facts.stageTasks.valuesOf(stage.index, 'host');
    const bytes = facts.stageTasks.bytesReadOf(stage.index);
    // The host's own are moved to the front.
    let ownCount = 0;
    for (let task = 0; task < bytes.length; task++) {
      if (hostOf[task] !== code) continue;
      const own = bytes[task] ?? 0;
      bytes[task] = bytes[ownCount] ?? 0;
      bytes[ownCount++] = own;
    }
    const usual = (values: typeof bytes) => Math.max(littleDataBytes, medianOf(values));
    ratioTimesExcess += (stageExcessMs * usual(bytes.subarray(0, ownCount))) / usual(bytes.subarray(ownCount));
    excessMs += stageExcessMs;
  }
  return excessMs === 0 ? 1 : ratioTimesExcess / excessMs;
}
