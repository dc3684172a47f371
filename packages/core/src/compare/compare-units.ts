import { alignInOrder, sqlLikeness, stageLikeness, unitLikeness } from './align.ts';
import type { Conditions } from './conditions.ts';
import { judge, testDuration, type Expected, type Judgement } from './judge.ts';
import type { CompareOptions } from './options.ts';
import type { RunSummary, SqlSummary, StageSummary, UnitSummary } from './run-summary.ts';
import { holmAdjust } from './statistics/holm.ts';

export type UnitKind = 'job-group' | 'job' | 'sql-execution' | 'stage' | 'stream';

/** A query, job or stage across runs. */
export interface UnitComparison {
  readonly kind: UnitKind;
  readonly name: string;
  /** The query or job that a stage works for. */
  readonly within?: string;
  /** How the latest known run calls it, where that is otherwise. */
  readonly knownAs?: { readonly name: string; readonly within?: string };
  /** `added` and `removed`: only the new run, or only the known ones, have it. */
  readonly presence: 'both' | 'added' | 'removed';
  readonly durationMs: number;
  readonly judgement?: Judgement;
}

interface Candidate extends Pick<UnitComparison, 'kind' | 'name' | 'within' | 'knownAs'> {
  readonly known: readonly Expected[];
  readonly fresh: readonly number[];
}

/** Present in fewer of the known runs than this, there is nothing to compare it with. */
const leastPresence = 0.5;

/** Judges all queries, jobs and stages that are long enough to matter, corrected together. Largest change first. */
export function compareUnits(
  known: readonly RunSummary[],
  fresh: readonly RunSummary[],
  conditions: readonly Conditions[],
  options: CompareOptions,
): UnitComparison[] {
  const found = { candidates: [] as Candidate[], lone: [] as UnitComparison[] };
  const gather = <Unit extends UnitSummary>(
    kind: UnitKind,
    list: (run: RunSummary) => readonly Unit[],
    likeness: (a: Unit, b: Unit) => number,
    input: (unit: Unit) => number,
  ) => {
    gatherUnits({ kind, list, likeness, input }, known, fresh, conditions, options, found);
  };
  gather(
    'job-group',
    (run) => run.jobGroups,
    unitLikeness,
    () => 0,
  );
  gather(
    'sql-execution',
    (run) => run.sqlExecutions,
    sqlLikeness,
    (unit: SqlSummary) => unit.inputBytes,
  );
  gather(
    'job',
    (run) => run.jobs,
    unitLikeness,
    () => 0,
  );
  gather(
    'stage',
    (run) => run.stages,
    stageLikeness,
    (unit: StageSummary) => unit.inputBytes + unit.shuffleReadBytes,
  );
  gather('stream', streamUnits, unitLikeness, () => 0);
  return [...judgeTogether(found.candidates, options), ...found.lone].sort((a, b) => changeOf(b) - changeOf(a));
}

/** The length of a batch stands for a streaming query: it runs as long as it is left to. */
function streamUnits(run: RunSummary): UnitSummary[] {
  return run.streams
    .filter(({ batches }) => batches >= 3)
    .map(({ name, medianBatchMs }) => ({ name, occurrences: 1, durationMs: medianBatchMs }));
}

interface List<Unit> {
  readonly kind: UnitKind;
  readonly list: (run: RunSummary) => readonly Unit[];
  readonly likeness: (a: Unit, b: Unit) => number;
  /** Bytes by which its time may be expected to grow; 0 where the run's own growth is taken. */
  readonly input: (unit: Unit) => number;
}

function gatherUnits<Unit extends UnitSummary>(
  { kind, list, likeness, input }: List<Unit>,
  known: readonly RunSummary[],
  fresh: readonly RunSummary[],
  conditions: readonly Conditions[],
  options: CompareOptions,
  found: { candidates: Candidate[]; lone: UnitComparison[] },
): void {
  const [first, ...others] = fresh;
  const anchor = first === undefined ? [] : list(first);
  const partnersIn = (run: RunSummary) => {
    const units = list(run);
    const pairs = alignInOrder(anchor, units, likeness);
    return new Map(pairs.flatMap(({ a, b }) => (units[b] === undefined ? [] : [[a, units[b]] as const])));
  };
  const inKnown = known.map(partnersIn);
  const inFresh = others.map(partnersIn);
  anchor.forEach((unit, index) => {
    const common = { kind, ...namesOf(unit) };
    const expected = inKnown.flatMap((partners, run): Expected[] => {
      const partner = partners.get(index);
      if (partner === undefined) return [];
      return [expectUnit(partner.durationMs, input(partner), input(unit), conditions[run])];
    });
    const durations = [unit, ...inFresh.flatMap((partners) => partners.get(index) ?? [])].map((one) => one.durationMs);
    const longestMs = Math.max(unit.durationMs, ...expected.map(({ measuredMs }) => measuredMs));
    if (longestMs < options.leastUnitChange.ms) return;
    if (expected.length >= Math.max(1, leastPresence * known.length)) {
      const knownAs = inKnown.map((partners) => partners.get(index)).findLast((partner) => partner !== undefined);
      found.candidates.push({ ...common, ...otherNames(unit, knownAs), known: expected, fresh: durations });
    } else if (expected.length === 0) {
      found.lone.push({ ...common, presence: 'added', durationMs: unit.durationMs });
    }
  });
  found.lone.push(...removedUnits(kind, list, known, inKnown, options));
}

function namesOf(unit: UnitSummary & { readonly within?: string }): { name: string; within?: string } {
  const { name, within } = unit;
  return { name, ...(within !== undefined && { within }) };
}

/** Units are paired by what they do, so names may differ. */
function otherNames(unit: UnitSummary, known: UnitSummary | undefined): Pick<UnitComparison, 'knownAs'> {
  if (known === undefined) return {};
  const [own, other] = [namesOf(unit), namesOf(known)];
  return own.name === other.name && own.within === other.within ? {} : { knownAs: other };
}

/** What the latest known run has and the new one has not. */
function removedUnits<Unit extends UnitSummary>(
  kind: UnitKind,
  list: (run: RunSummary) => readonly Unit[],
  known: readonly RunSummary[],
  partners: readonly ReadonlyMap<number, Unit>[],
  options: CompareOptions,
): UnitComparison[] {
  const last = known.at(-1);
  if (last === undefined) return [];
  const paired = new Set(partners.at(-1)?.values());
  return list(last)
    .filter((unit) => !paired.has(unit) && unit.durationMs >= options.leastUnitChange.ms)
    .map((unit) => ({ kind, ...namesOf(unit), presence: 'removed', durationMs: unit.durationMs }));
}

function expectUnit(
  measuredMs: number,
  knownBytes: number,
  freshBytes: number,
  { inputRatio, slotsRatio }: Conditions = { inputRatio: 1, slotsRatio: 1 },
): Expected {
  const growth = knownBytes > 0 && freshBytes > 0 ? Math.min(Math.max(freshBytes / knownBytes, 0.25), 4) : inputRatio;
  return {
    measuredMs,
    leastMs: measuredMs * Math.min(1, growth) * Math.min(1, slotsRatio),
    mostMs: measuredMs * Math.max(1, growth) * Math.max(1, slotsRatio),
  };
}

function judgeTogether(candidates: readonly Candidate[], options: CompareOptions): UnitComparison[] {
  const { falseAlarmRate, leastUnitChange } = options;
  // Each is tested at the level that Holm will leave to the smallest chance.
  const level = falseAlarmRate / Math.max(1, candidates.length);
  const tested = candidates.map((candidate) => ({
    candidate,
    ...testDuration(candidate.known, candidate.fresh, options, level),
  }));
  const slower = holmAdjust(tested.map((test) => test.slower.pSlower));
  const faster = holmAdjust(tested.map((test) => test.faster.pFaster));
  return tested.map(({ candidate, ...test }, i) => {
    const judgement = judge(test, falseAlarmRate, leastUnitChange, slower[i] ?? 1, faster[i] ?? 1);
    const { known: _known, fresh: _fresh, ...names } = candidate;
    return { ...names, presence: 'both', durationMs: judgement.freshMs, judgement };
  });
}

function changeOf({ judgement, durationMs }: UnitComparison): number {
  return judgement === undefined ? durationMs : Math.abs(judgement.freshMs - judgement.knownMs);
}
