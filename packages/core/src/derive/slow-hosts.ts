import { firstFrom } from '../util/binary-search.ts';
import type { Draw } from '../util/hypergeometric.ts';
import type { Facts, StageView } from './facts.ts';
import { groupSorted, quantileOfGroup, quantileOfOthers, type SortedGroup } from './host-groups.ts';
import type { Durations } from './stage-tasks.ts';
import { HostWitness, type TellingTasks } from './telling-tasks.ts';

/** How the tasks of one host compare with those of the others in the same stages. */
export interface HostPace {
  readonly host: string;
  readonly tasks: number;
  /** Time of its tasks against what they would have taken at the median pace of the other hosts, over the stages in which it was slow. */
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
  /** Rows of its long tasks. */
  readonly longRows: Uint32Array;
  /** Time beyond the others' median: of its tasks, and of all long tasks, whichever host they ran on. */
  readonly excessMs: number;
  readonly longExcessMs: number;
}

/** A task this much longer than the others' median is long. Healthy machines of one kind were seen to differ by up to 1.7. */
export const longRatio = 2;
/** A single task may be long for any reason, and two others have no usual duration. */
const leastOwnTasks = 2;
const leastOtherTasks = 3;

/** The telling tasks of one stage by host, as codes. */
interface StageGroups extends TellingTasks {
  readonly stage: StageView;
  /** Only hosts with enough tasks in the stage, and enough elsewhere. */
  readonly groups: readonly SortedGroup[];
}

/**
 * Compares hosts stage by stage, so that a host that got the long stages is not taken for a slow one, nor one overlooked that was slow
 * for a while only. Linear in tasks, whatever the number of hosts: one look for the medians, and a second one, mostly for nobody, at
 * those that are slow by them.
 *
 * @returns hosts whose tasks took at least `leastSlowdown` times as long as elsewhere in the stages in which they were slow
 */
export function findSlowHosts(facts: Facts, leastSlowdown: number): HostPace[] {
  const { hosts } = facts.model.tasks;
  if (hosts.values.length < 2) return [];
  const witness = new HostWitness(facts);
  const paces = new Map<number, PaceDraft>();
  for (const [code, { timeMs, usualTimeMs }] of measureSlowness(facts, witness)) {
    const isSuspect = timeMs >= leastSlowdown * usualTimeMs && timeMs - usualTimeMs >= facts.noticeableMs;
    if (isSuspect) paces.set(code, newPace(hosts.valueOf(code), timeMs / usualTimeMs));
  }
  if (paces.size === 0) return [];
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage, witness);
    if (inStage !== undefined) addStage(inStage, paces);
  }
  return [...paces.values()];
}

/** By host, over the stages in which it was slow: time of its tasks, and what it would have been at the others' median. */
function measureSlowness(facts: Facts, witness: HostWitness): Map<number, { timeMs: number; usualTimeMs: number }> {
  const totals = new Map<number, { timeMs: number; usualTimeMs: number }>();
  for (const stage of facts.stages) {
    const inStage = groupByHost(facts, stage, witness);
    if (inStage === undefined) continue;
    const { durations, groups } = inStage;
    for (const { code, places } of groups) {
      const ownMs = quantileOfGroup(durations, places, 0.5);
      const usualMs = usualMsOf(durations, places);
      if (ownMs < longRatio * usualMs || !areShortOnesSlow(durations, places)) continue;
      const total = totals.get(code) ?? { timeMs: 0, usualTimeMs: 0 };
      totals.set(code, total);
      total.timeMs += places.length * ownMs;
      total.usualTimeMs += places.length * usualMs;
    }
  }
  return totals;
}

function groupByHost(facts: Facts, stage: StageView, witness: HostWitness): StageGroups | undefined {
  if (stage.stats.succeeded < leastOwnTasks + leastOtherTasks) return undefined;
  const tasks = witness.tellingTasks(stage);
  const groups = groupSorted(tasks.hosts, facts.model.tasks.hosts.values.length).filter(
    ({ places: { length } }) => length >= leastOwnTasks && tasks.durations.length - length >= leastOtherTasks,
  );
  return { stage, ...tasks, groups };
}

/** A slow host slows its short tasks too; where only the long ones are longer, the work is different. */
function areShortOnesSlow(durations: Durations, places: Uint32Array): boolean {
  return quantileOfGroup(durations, places, 0.25) >= longRatio * Math.max(1, quantileOfOthers(durations, places, 0.25));
}

/** The median elsewhere; a millisecond is the least that can be compared with. */
function usualMsOf(durations: Durations, places: Uint32Array): number {
  return Math.max(1, quantileOfOthers(durations, places, 0.5));
}

type PaceDraft = { -readonly [Key in keyof HostPace]: HostPace[Key] } & { readonly stages: HostStage[] };

function newPace(host: string, slowdown: number): PaceDraft {
  return { host, slowdown, tasks: 0, longTasks: 0, excessMs: 0, stages: [] };
}

function addStage({ stage, durations, rows, groups }: StageGroups, paces: ReadonlyMap<number, PaceDraft>): void {
  for (const { code, places } of groups) {
    const pace = paces.get(code);
    if (pace === undefined) continue;
    const usualMs = usualMsOf(durations, places);
    const firstLong = firstFrom(durations, longRatio * usualMs);
    const marked = durations.length - firstLong;
    // Places rise: the long tasks of the group are those among the last of all.
    const longRows = places.subarray(firstFrom(places, firstLong)).map((place) => rows[place] ?? 0);
    let longExcessMs = 0;
    for (let place = firstLong; place < durations.length; place++) longExcessMs += (durations[place] ?? 0) - usualMs;
    pace.tasks += places.length;
    pace.longTasks += longRows.length;
    const excessMs = excessOver(usualMs, durations, places);
    pace.excessMs += excessMs;
    pace.stages.push({
      stage,
      slowdown: quantileOfGroup(durations, places, 0.5) / usualMs,
      draw: { total: durations.length, marked, drawn: places.length },
      longRows,
      excessMs,
      longExcessMs,
    });
  }
}

function excessOver(limitMs: number, durations: Durations, places: Uint32Array): number {
  let excessMs = 0;
  for (const place of places) excessMs += Math.max(0, (durations[place] ?? 0) - limitMs);
  return excessMs;
}
