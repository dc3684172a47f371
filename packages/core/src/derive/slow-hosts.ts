import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskTable } from '../model/task-table.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import type { Facts, StageView } from './facts.ts';
import { groupSorted, medianOfOthers, RankSums } from './host-groups.ts';

/** How the tasks of one host compare with those of the others in the same stages. */
export interface HostPace {
  readonly host: string;
  readonly tasks: number;
  /** Median task on it against the median elsewhere, averaged over stages by their number of tasks on it. */
  readonly slowdown: number;
  /** How surely its tasks are slower than those of the other hosts: a z score over all stages. */
  readonly z: number;
  /** Task time beyond the median of the other hosts. */
  readonly excessMs: number;
  readonly ranges: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Medians of fewer tasks are chance: the first task of a new executor alone can take many times the usual. */
const leastTasksPerSide = 3;

interface Total {
  tasks: number;
  slowdownTimesTasks: number;
  weightedZ: number;
  squaredWeights: number;
  excessMs: number;
  readonly ranges: { startMs: number; endMs: number }[];
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
  return [...totals].map(([code, total]) => ({
    host: hosts.valueOf(code),
    tasks: total.tasks,
    slowdown: total.slowdownTimesTasks / total.tasks,
    // Stouffer's way to combine tests.
    z: total.weightedZ / Math.sqrt(total.squaredWeights),
    excessMs: total.excessMs,
    ranges: total.ranges,
  }));
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
  if (durations.length < 2 * leastTasksPerSide) return;
  const hostOf = facts.stageTasks.rowsOf(stage.index).map((row) => hostOfRow[row] ?? 0);
  const groups = groupSorted(durations, hostOf);
  if (groups.length < 2) return;
  const ranks = new RankSums(durations);
  for (const { code, places, values: own } of groups) {
    const others = durations.length - own.length;
    if (own.length < leastTasksPerSide || others < leastTasksPerSide) continue;
    const usualMs = Math.max(1, medianOfOthers(durations, places));
    const total = totals.get(code) ?? newTotal();
    totals.set(code, total);
    total.tasks += own.length;
    total.slowdownTimesTasks += (own.length * quantilesOfSorted(own).median) / usualMs;
    const weight = Math.sqrt((own.length * others) / durations.length);
    total.weightedZ += weight * ranks.zOf(places);
    total.squaredWeights += weight ** 2;
    total.excessMs += excessOver(usualMs, own);
    total.ranges.push({ startMs: stage.attempt.startMs, endMs: stage.attempt.endMs });
  }
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
    if (own.length < leastTasksPerSide || others.length < leastTasksPerSide) continue;
    // A stage that reads nothing on either side has the same data everywhere.
    const ratio = (quantilesOfSorted(own).median + 1) / (quantilesOfSorted(others).median + 1);
    ratioTimesTasks += own.length * ratio;
    tasks += own.length;
  }
  return tasks === 0 ? 1 : ratioTimesTasks / tasks;
}

function newTotal(): Total {
  return { tasks: 0, slowdownTimesTasks: 0, weightedZ: 0, squaredWeights: 0, excessMs: 0, ranges: [] };
}
