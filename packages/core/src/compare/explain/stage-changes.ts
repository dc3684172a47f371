import { alignInOrder, stageLikeness } from '../align.ts';
import type { RunSummary, StageSummary } from '../run-summary.ts';
import { median } from '../../util/median.ts';
import { middleRuns } from './reference.ts';

const fields = [
  'durationMs',
  'tasks',
  'taskMs',
  'longestTaskMs',
  'medianTaskMs',
  'inputBytes',
  'shuffleReadBytes',
  'diskSpilledBytes',
  'gcMs',
] as const satisfies readonly (keyof StageSummary)[];

type Numbers = Pick<StageSummary, (typeof fields)[number]>;

/** A stage in both, by the medians of the known runs and of the new ones. */
export interface StageChange {
  readonly name: string;
  readonly within?: string;
  readonly known: Numbers;
  readonly fresh: Numbers;
}

/** Stages that both sides have, largest change of duration first. */
export function describeStageChanges(known: readonly RunSummary[], fresh: readonly RunSummary[]): StageChange[] {
  const [anchor] = middleRuns(fresh);
  if (anchor === undefined) return [];
  const partners = (runs: readonly RunSummary[]) =>
    runs.map((run) => {
      const pairs = alignInOrder(anchor.stages, run.stages, stageLikeness);
      return new Map(pairs.map(({ a, b }) => [a, run.stages[b]]));
    });
  const inKnown = partners(known);
  const inFresh = partners(fresh);
  return anchor.stages
    .flatMap(({ name, within }, index): StageChange[] => {
      const before = inKnown.flatMap((stages) => stages.get(index) ?? []);
      const now = inFresh.flatMap((stages) => stages.get(index) ?? []);
      if (before.length === 0 || now.length === 0) return [];
      return [{ name, ...(within !== undefined && { within }), known: medians(before), fresh: medians(now) }];
    })
    .sort((a, b) => changeOf(b) - changeOf(a));
}

function medians(stages: readonly StageSummary[]): Numbers {
  return Object.fromEntries(fields.map((field) => [field, median(stages.map((stage) => stage[field]))])) as Record<
    keyof Numbers,
    number
  >;
}

function changeOf({ known, fresh }: StageChange): number {
  return Math.abs(fresh.durationMs - known.durationMs);
}
