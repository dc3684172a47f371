import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskColumn, TaskTable } from '../model/task-table.ts';
import { chanceOfAtLeast, expectedMarked, type Draw } from '../util/hypergeometric.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import type { Facts, StageView } from './facts.ts';
import { groupSorted, medianOfOthers } from './host-groups.ts';
import { launchedTasks, savedMs } from './stage-replay.ts';

/** How the tasks of one host compare with those of the others in the same stages. */
export interface HostPace {
  readonly host: string;
  readonly tasks: number;
  /** Time of its tasks against what they would have taken at the median pace of the other hosts. */
  readonly slowdown: number;
  /** Its tasks that took `longRatio` times the others' median or more. */
  readonly longTasks: number;
  /** Task time beyond the median of the other hosts. */
  readonly excessMs: number;
  readonly stages: readonly HostStage[];
}

/** One stage in which a host ran tasks. */
interface HostStage {
  readonly stage: StageView;
  /** Its median task against the others' median. */
  readonly slowdown: number;
  /** Its tasks drawn from all of the stage, where the long ones carry the mark. */
  readonly draw: Draw;
  readonly ownLong: number;
}

/** A task this much longer than the others' median is long. Healthy machines of one kind were seen to differ by up to 1.7. */
export const longRatio = 2;
/** The first task of a new executor alone can take many times the usual, and two others have no usual duration. */
const leastOwnTasks = 2;
const leastOtherTasks = 3;

interface Total {
  tasks: number;
  longTasks: number;
  timeMs: number;
  usualTimeMs: number;
  excessMs: number;
  readonly stages: HostStage[];
}

/**
 * Compares hosts stage by stage, so that a host that got the long stages is not taken for a slow one. Linear in tasks, whatever
 * the number of hosts.
 */
export function compareHosts(facts: Facts): HostPace[] {
  const { hosts } = facts.model.tasks;
  if (hosts.values.length < 2) return [];
  const totals = new Map<number, Total>();
  const hostOfRow = readHosts(facts.model.tasks);
  for (const stage of facts.stages) addStage(facts, stage, hostOfRow, totals);
  return [...totals].map(([code, { timeMs, usualTimeMs, ...total }]) => ({
    host: hosts.valueOf(code),
    slowdown: timeMs / usualTimeMs,
    ...total,
  }));
}

/**
 * The chance that so many long tasks, or more, fall to this host when hosts make no difference; and when any of `hosts` hosts might
 * have been the one that stands out. 1 when it has no more of them than its share.
 */
export function chanceOfPace({ stages, longTasks }: HostPace, hosts: number): number {
  const draws = stages.filter(({ draw }) => draw.marked > 0).map(({ draw }) => draw);
  const expected = draws.reduce((sum, draw) => sum + expectedMarked(draw), 0);
  return longTasks <= expected ? 1 : Math.min(1, hosts * chanceOfAtLeast(draws, longTasks));
}

/** What the stages of a slow host would have been shorter with its tasks at the pace of the others, by replay. */
export function savedAtUsualPace(facts: Facts, { host, stages }: HostPace): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  const hostOf = facts.model.tasks.columns.host;
  return stages.reduce((sum, { stage, slowdown }) => {
    if (slowdown <= 1) return sum;
    const { rows, durationsMs } = launchedTasks(facts, stage);
    const changedMs = durationsMs.map((ms, task) => (hostOf.at(rows[task] ?? 0) === code ? ms / slowdown : ms));
    return sum + savedMs(stage, durationsMs, changedMs);
  }, 0);
}

/** The part that a column has in the time of the long tasks on a host: of loading code, say. */
export function shareOfLongTasks(facts: Facts, { host, stages }: HostPace, column: TaskColumn): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  let partMs = 0;
  let timeMs = 0;
  for (const { stage, draw } of stages) {
    const durations = facts.stageTasks.durationsOf(stage.index);
    const hostOf = facts.stageTasks.valuesOf(stage.index, 'host');
    const values = facts.stageTasks.valuesOf(stage.index, column);
    for (let task = durations.length - draw.marked; task < durations.length; task++) {
      if (hostOf[task] !== code) continue;
      partMs += values[task] ?? 0;
      timeMs += durations[task] ?? 0;
    }
  }
  return timeMs === 0 ? 0 : partMs / timeMs;
}

/** Rows of a stage are looked up out of order, which a packed column is slow at. */
function readHosts(tasks: TaskTable): Uint32Array {
  const hostOfRow = new Uint32Array(tasks.rowCount);
  forEachTaskBlock(tasks, ['host'], ({ host }, count, firstRow) => {
    hostOfRow.set(host.subarray(0, count), firstRow);
  });
  return hostOfRow;
}

function addStage(facts: Facts, stage: StageView, hostOfRow: Uint32Array, totals: Map<number, Total>): void {
  const durations = facts.stageTasks.durationsOf(stage.index);
  if (durations.length < leastOwnTasks + leastOtherTasks) return;
  const hostOf = facts.stageTasks.rowsOf(stage.index).map((row) => hostOfRow[row] ?? 0);
  const groups = groupSorted(durations, hostOf);
  if (groups.length < 2) return;
  for (const { code, places, values: own } of groups) {
    if (own.length < leastOwnTasks || durations.length - own.length < leastOtherTasks) continue;
    const usualMs = Math.max(1, medianOfOthers(durations, places));
    const ownMedianMs = quantilesOfSorted(own).median;
    const ownLong = countFrom(own, longRatio * usualMs);
    const draw = { total: durations.length, marked: countFrom(durations, longRatio * usualMs), drawn: own.length };
    const total = totals.get(code) ?? newTotal();
    totals.set(code, total);
    total.tasks += own.length;
    total.longTasks += ownLong;
    total.timeMs += own.length * ownMedianMs;
    total.usualTimeMs += own.length * usualMs;
    total.excessMs += excessOver(usualMs, own);
    total.stages.push({ stage, slowdown: ownMedianMs / usualMs, draw, ownLong });
  }
}

/** How many values of a rising list are at least `limit`. */
function countFrom(rising: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return rising.length - low;
}

function excessOver(limitMs: number, durationsMs: Float64Array): number {
  let excessMs = 0;
  for (const durationMs of durationsMs) if (durationMs > limitMs) excessMs += durationMs - limitMs;
  return excessMs;
}

/**
 * The bytes that tasks on a host read, against those that others of the same stages read: ratios of medians, averaged over
 * stages by their number of tasks on it. Sorts; to be asked for hosts under suspicion only.
 */
export function dataRatioOf(facts: Facts, host: string): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  let ratioTimesTasks = 0;
  let tasks = 0;
  for (const stage of facts.stages) {
    const hostOf = facts.stageTasks.valuesOf(stage.index, 'host');
    const bytes = facts.stageTasks.bytesReadOf(stage.index);
    const own = bytes.filter((_, task) => hostOf[task] === code).sort();
    const others = bytes.filter((_, task) => hostOf[task] !== code).sort();
    if (own.length < leastOwnTasks || others.length < leastOtherTasks) continue;
    // A stage that reads nothing on either side has the same data everywhere.
    const ratio = (quantilesOfSorted(own).median + 1) / (quantilesOfSorted(others).median + 1);
    ratioTimesTasks += own.length * ratio;
    tasks += own.length;
  }
  return tasks === 0 ? 1 : ratioTimesTasks / tasks;
}

function newTotal(): Total {
  return { tasks: 0, longTasks: 0, timeMs: 0, usualTimeMs: 0, excessMs: 0, stages: [] };
}
