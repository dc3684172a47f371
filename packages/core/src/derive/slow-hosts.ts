import { quantilesOfSorted } from '../util/quantiles.ts';
import { rankSumZ } from '../util/rank-sum.ts';
import type { Facts, StageView } from './facts.ts';

/** How the tasks of one host compare with those of the others in the same stages. */
export interface HostPace {
  readonly host: string;
  readonly tasks: number;
  /** Median task on it against the median elsewhere, averaged over stages by their number of tasks on it. */
  readonly slowdown: number;
  /** How surely its tasks are slower than those of the other hosts: a z score over all stages. */
  readonly z: number;
  /** The same as the slowdown, for the bytes that tasks read. */
  readonly dataRatio: number;
  /** Task time beyond the median of the other hosts. */
  readonly excessMs: number;
  readonly ranges: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Medians of fewer tasks are chance: the first task of a new executor alone can take many times the usual. */
const leastTasksPerSide = 3;
const manyHosts = 8;

interface Total {
  tasks: number;
  slowdownTimesTasks: number;
  dataRatioTimesTasks: number;
  weightedZ: number;
  squaredWeights: number;
  excessMs: number;
  readonly ranges: { startMs: number; endMs: number }[];
}

/** Compares hosts stage by stage, so that a host that got the long stages is not taken for a slow one. */
export function compareHosts(facts: Facts): HostPace[] {
  const { hosts } = facts.model.tasks;
  const totals = new Map<number, Total>();
  for (const stage of facts.stages) addStage(facts, stage, totals);
  return [...totals].map(([code, total]) => ({
    host: hosts.valueOf(code),
    tasks: total.tasks,
    slowdown: total.slowdownTimesTasks / total.tasks,
    // Stouffer's way to combine tests.
    z: total.weightedZ / Math.sqrt(total.squaredWeights),
    dataRatio: total.dataRatioTimesTasks / total.tasks,
    excessMs: total.excessMs,
    ranges: total.ranges,
  }));
}

function addStage(facts: Facts, stage: StageView, totals: Map<number, Total>): void {
  const { stageTasks } = facts;
  const hostOf = stageTasks.valuesOf(stage.index, 'host');
  const counts = new Map<number, number>();
  for (const code of hostOf) counts.set(code, (counts.get(code) ?? 0) + 1);
  if (counts.size < 2) return;
  const durations = stageTasks.durationsOf(stage.index);
  const bytes = stageTasks.bytesReadOf(stage.index);
  // Among many hosts one hardly moves the whole, so the whole stands in for the others: linear in tasks, not in hosts.
  const many = counts.size > manyHosts;
  const allDurations = many ? durations.slice().sort() : undefined;
  const allBytes = many ? bytes.slice().sort() : undefined;
  for (const [code, ownCount] of counts) {
    if (ownCount < leastTasksPerSide || hostOf.length - ownCount < leastTasksPerSide) continue;
    const own = pick(durations, hostOf, code, true, ownCount);
    const others = allDurations ?? pick(durations, hostOf, code, false, hostOf.length - ownCount);
    const usualMs = Math.max(1, quantilesOfSorted(others).median);
    const total = totals.get(code) ?? newTotal();
    totals.set(code, total);
    total.tasks += ownCount;
    total.slowdownTimesTasks += (ownCount * quantilesOfSorted(own).median) / usualMs;
    const weight = Math.sqrt((ownCount * others.length) / durations.length);
    total.weightedZ += weight * rankSumZ(own, others);
    total.squaredWeights += weight ** 2;
    const ownBytes = pick(bytes, hostOf, code, true, ownCount);
    const otherBytes = allBytes ?? pick(bytes, hostOf, code, false, hostOf.length - ownCount);
    // A stage that reads nothing on either side has the same data everywhere.
    const dataRatio = (quantilesOfSorted(ownBytes).median + 1) / (quantilesOfSorted(otherBytes).median + 1);
    total.dataRatioTimesTasks += ownCount * dataRatio;
    for (const durationMs of own) total.excessMs += Math.max(0, durationMs - usualMs);
    total.ranges.push({ startMs: stage.attempt.startMs, endMs: stage.attempt.endMs });
  }
}

/** The values of the tasks on one host, or of those on all the others, sorted. */
function pick(values: Float64Array, hostOf: Float64Array, code: number, onHost: boolean, count: number): Float64Array {
  const picked = new Float64Array(count);
  let next = 0;
  for (let task = 0; task < values.length; task++) {
    if ((hostOf[task] === code) === onHost) picked[next++] = values[task] ?? 0;
  }
  return picked.sort();
}

function newTotal(): Total {
  return {
    tasks: 0,
    slowdownTimesTasks: 0,
    dataRatioTimesTasks: 0,
    weightedZ: 0,
    squaredWeights: 0,
    excessMs: 0,
    ranges: [],
  };
}
