import { forEachTaskBlock } from '../model/task-blocks.ts';
import type { TaskTable } from '../model/task-table.ts';
import { medianOf } from '../util/median.ts';
import type { Facts, StageView } from './facts.ts';
import { groupSorted, medianOfGroup, medianOfOthers, RankSums, type SortedGroup } from './host-groups.ts';
import type { Durations } from './stage-tasks.ts';

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

/** What is known of a host before its tasks are looked at one by one. */
type Pace = Pick<HostPace, 'tasks' | 'slowdown'>;

/** The durations of one stage by host, as codes. */
interface StageGroups {
  readonly stage: StageView;
  readonly durations: Durations;
  /** Only hosts with enough tasks in the stage, and enough elsewhere. */
  readonly groups: readonly SortedGroup[];
}

/**
 * Compares hosts stage by stage, so that a host that got the long stages is not taken for a slow one. Linear in tasks, whatever
 * the number of hosts: one look for the medians, and a second one, mostly for nobody, at those who are suspected by them.
 */
export function compareHosts(facts: Facts, isSuspect: (pace: Pace) => boolean): HostPace[] {
  const { hosts } = facts.model.tasks;
  if (hosts.values.length < 2) return [];
  const hostOfRow = readHosts(facts.model.tasks);
  const paces = measurePaces(facts, hostOfRow);
  const suspects = new Map([...paces].filter(([, pace]) => isSuspect(pace)));
  if (suspects.size === 0) return [];
  const details = new Map([...suspects.keys()].map((code) => [code, newDetails()]));
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage, hostOfRow);
    if (inStage !== undefined) addDetails(inStage, details);
  }
  return [...suspects].map(([code, { tasks, slowdown }]) => {
    const { weightedZ, squaredWeights, excessMs, ranges } = details.get(code) ?? newDetails();
    // Stouffer's way to combine tests.
    return { host: hosts.valueOf(code), tasks, slowdown, z: weightedZ / Math.sqrt(squaredWeights), excessMs, ranges };
  });
}

/** By host, for those that can be compared in a stage. */
function measurePaces(facts: Facts, hostOfRow: Uint32Array): Map<number, Pace> {
  const totals = new Map<number, { tasks: number; slowdownTimesTasks: number }>();
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage, hostOfRow);
    if (inStage === undefined) continue;
    const { durations, groups } = inStage;
    for (const { code, places } of groups) {
      const total = totals.get(code) ?? { tasks: 0, slowdownTimesTasks: 0 };
      totals.set(code, total);
      total.tasks += places.length;
      total.slowdownTimesTasks += (places.length * medianOfGroup(durations, places)) / usualMsOf(durations, places);
    }
  }
  return new Map(
    [...totals].map(([code, { tasks, slowdownTimesTasks }]) => [code, { tasks, slowdown: slowdownTimesTasks / tasks }]),
  );
}

/** Rows of a stage are looked up out of order, which a packed column is slow at. */
function readHosts(tasks: TaskTable): Uint32Array {
  const hostOfRow = new Uint32Array(tasks.rowCount);
  forEachTaskBlock(tasks, ['host'], ({ host }, count, firstRow) => {
    hostOfRow.set(host.subarray(0, count), firstRow);
  });
  return hostOfRow;
}

function groupByHost(facts: Facts, stage: StageView, hostOfRow: Uint32Array): StageGroups | undefined {
  const durations = facts.stageTasks.durationsOf(stage.index);
  if (durations.length < 2 * leastTasksPerSide) return undefined;
  const rows = facts.stageTasks.rowsOf(stage.index);
  const hostOf = new Uint32Array(rows.length);
  for (let task = 0; task < rows.length; task++) hostOf[task] = hostOfRow[rows[task] ?? 0] ?? 0;
  const groups = groupSorted(hostOf, facts.model.tasks.hosts.values.length).filter(
    ({ places: { length } }) => length >= leastTasksPerSide && durations.length - length >= leastTasksPerSide,
  );
  return { stage, durations, groups };
}

/** The median elsewhere; a millisecond is the least that can be compared with. */
function usualMsOf(durations: Durations, places: Uint32Array): number {
  return Math.max(1, medianOfOthers(durations, places));
}

interface Details {
  weightedZ: number;
  squaredWeights: number;
  excessMs: number;
  readonly ranges: { startMs: number; endMs: number }[];
}

function addDetails({ stage, durations, groups }: StageGroups, details: ReadonlyMap<number, Details>): void {
  const ranks = new RankSums(durations);
  for (const { code, places } of groups) {
    const of = details.get(code);
    if (of === undefined) continue;
    const weight = Math.sqrt((places.length * (durations.length - places.length)) / durations.length);
    of.weightedZ += weight * ranks.zOf(places);
    of.squaredWeights += weight ** 2;
    of.excessMs += excessOver(usualMsOf(durations, places), durations, places);
    of.ranges.push({ startMs: stage.attempt.startMs, endMs: stage.attempt.endMs });
  }
}

function excessOver(limitMs: number, durations: Durations, places: Uint32Array): number {
  let excessMs = 0;
  for (const place of places) excessMs += Math.max(0, (durations[place] ?? 0) - limitMs);
  return excessMs;
}

/**
 * The bytes that tasks on a host read, against those that others of the same stages read: ratios of medians, averaged over
 * stages by their number of tasks on it. To be asked for hosts under suspicion only.
 */
export function dataRatioOf(facts: Facts, host: string): number {
  const code = facts.model.tasks.hosts.values.indexOf(host);
  let ratioTimesTasks = 0;
  let tasks = 0;
  for (const stage of facts.stages) {
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
    const [own, others] = [bytes.subarray(0, ownCount), bytes.subarray(ownCount)];
    if (own.length < leastTasksPerSide || others.length < leastTasksPerSide) continue;
    // A stage that reads nothing on either side has the same data everywhere.
    const ratio = (medianOf(own) + 1) / (medianOf(others) + 1);
    ratioTimesTasks += own.length * ratio;
    tasks += own.length;
  }
  return tasks === 0 ? 1 : ratioTimesTasks / tasks;
}

function newDetails(): Details {
  return { weightedZ: 0, squaredWeights: 0, excessMs: 0, ranges: [] };
}
