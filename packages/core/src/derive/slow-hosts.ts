import type { TaskColumn } from '../model/task-table.ts';
import { chanceOfAtLeast, expectedMarked, type Draw } from '../util/hypergeometric.ts';
import { firstFrom } from '../util/binary-search.ts';
import { medianOf } from '../util/median.ts';
import type { Facts, StageView } from './facts.ts';
import { groupSorted, medianOfGroup, medianOfOthers, type SortedGroup } from './host-groups.ts';
import { launchedTasks } from './launched-tasks.ts';
import { savedMs } from './stage-replay.ts';
import type { Durations } from './stage-tasks.ts';

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

/** The durations of one stage by host, as codes. */
interface StageGroups {
  readonly stage: StageView;
  readonly durations: Durations;
  /** Only hosts with enough tasks in the stage, and enough elsewhere. */
  readonly groups: readonly SortedGroup[];
}

/**
 * Compares hosts stage by stage, so that a host that got the long stages is not taken for a slow one. Linear in tasks, whatever
 * the number of hosts: one look for the medians, and a second one, mostly for nobody, at those that are slow by them.
 *
 * @returns hosts whose tasks took at least `leastSlowdown` times as long as elsewhere
 */
export function findSlowHosts(facts: Facts, leastSlowdown: number): HostPace[] {
  const { hosts } = facts.model.tasks;
  if (hosts.values.length < 2) return [];
  const slowdowns = measureSlowdowns(facts);
  const suspects = [...slowdowns].filter(([, slowdown]) => slowdown >= leastSlowdown);
  if (suspects.length === 0) return [];
  const paces = new Map(suspects.map(([code, slowdown]) => [code, newPace(hosts.valueOf(code), slowdown)]));
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage);
    if (inStage !== undefined) addStage(inStage, paces);
  }
  return [...paces.values()];
}

/** By host, for those that can be compared in a stage: time of the tasks against what it would have been at the others' median. */
function measureSlowdowns(facts: Facts): Map<number, number> {
  const totals = new Map<number, { timeMs: number; usualTimeMs: number }>();
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage);
    if (inStage === undefined) continue;
    const { durations, groups } = inStage;
    for (const { code, places } of groups) {
      const total = totals.get(code) ?? { timeMs: 0, usualTimeMs: 0 };
      totals.set(code, total);
      total.timeMs += places.length * medianOfGroup(durations, places);
      total.usualTimeMs += places.length * usualMsOf(durations, places);
    }
  }
  return new Map([...totals].map(([code, { timeMs, usualTimeMs }]) => [code, timeMs / usualTimeMs]));
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
    const { rows, durationsMs } = launchedTasks(facts.stageTasks, stage.index);
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

function groupByHost(facts: Facts, stage: StageView): StageGroups | undefined {
  const durations = facts.stageTasks.durationsOf(stage.index);
  if (durations.length < leastOwnTasks + leastOtherTasks) return undefined;
  const groups = groupSorted(
    facts.stageTasks.valuesOf(stage.index, 'host'),
    facts.model.tasks.hosts.values.length,
  ).filter(({ places: { length } }) => length >= leastOwnTasks && durations.length - length >= leastOtherTasks);
  return { stage, durations, groups };
}

/** The median elsewhere; a millisecond is the least that can be compared with. */
function usualMsOf(durations: Durations, places: Uint32Array): number {
  return Math.max(1, medianOfOthers(durations, places));
}

type PaceDraft = { -readonly [Key in keyof HostPace]: HostPace[Key] } & { readonly stages: HostStage[] };

function newPace(host: string, slowdown: number): PaceDraft {
  return { host, slowdown, tasks: 0, longTasks: 0, excessMs: 0, stages: [] };
}

function addStage({ stage, durations, groups }: StageGroups, paces: ReadonlyMap<number, PaceDraft>): void {
  for (const { code, places } of groups) {
    const pace = paces.get(code);
    if (pace === undefined) continue;
    const usualMs = usualMsOf(durations, places);
    const marked = durations.length - firstFrom(durations, longRatio * usualMs);
    // Places rise: the long tasks of the group are those among the last of all.
    const ownLong = places.length - firstFrom(places, durations.length - marked);
    pace.tasks += places.length;
    pace.longTasks += ownLong;
    pace.excessMs += excessOver(usualMs, durations, places);
    pace.stages.push({
      stage,
      slowdown: medianOfGroup(durations, places) / usualMs,
      draw: { total: durations.length, marked, drawn: places.length },
      ownLong,
    });
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
    if (own.length < leastOwnTasks || others.length < leastOtherTasks) continue;
    // A stage that reads nothing on either side has the same data everywhere.
    const ratio = (medianOf(own) + 1) / (medianOf(others) + 1);
    ratioTimesTasks += own.length * ratio;
    tasks += own.length;
  }
  return tasks === 0 ? 1 : ratioTimesTasks / tasks;
}
