import type { UnitComparison, Comparison } from '@cinderlog/core';
import type { SoughtUnit } from './find-unit.ts';

/** A job, query or stage in both runs. */
export interface CompareRow {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  /** Absent where only the other run has it. */
  readonly knownMs: number | undefined;
  readonly freshMs: number | undefined;
  readonly changeMs: number;
  readonly verdict: string;
  /** Find it in the two runs. */
  readonly units: readonly [known: SoughtUnit, fresh: SoughtUnit];
}

const kindNames: Readonly<Record<UnitComparison['kind'], string>> = {
  'job-group': 'job group',
  job: 'job',
  'sql-execution': 'query',
  stage: 'stage',
  stream: 'stream, median batch',
};
const verdictNames = {
  regressed: 'slower',
  improved: 'faster',
  unchanged: 'same',
  'not-comparable': 'cannot be compared',
} as const;

/** The units of a comparison as rows of a table, the largest change first. */
export function compareRows({ units }: Comparison): CompareRow[] {
  return units
    .map((unit, i): CompareRow => {
      const { kind, name, within, presence, durationMs, judgement } = unit;
      const knownMs = presence === 'added' ? undefined : (judgement?.knownMs ?? durationMs);
      const freshMs = presence === 'removed' ? undefined : (judgement?.freshMs ?? durationMs);
      const verdict =
        presence === 'added' ? 'only in the new run' : presence === 'removed' ? 'only in the old run' : 'same';
      return {
        key: `${kind}:${i}`,
        kind: kindNames[kind],
        name: within === undefined || within === name ? name : `${name}, of ${within}`,
        knownMs,
        freshMs,
        changeMs: (freshMs ?? 0) - (knownMs ?? 0),
        verdict: judgement === undefined ? verdict : verdictNames[judgement.verdict],
        units: [{ ...unit, ...unit.knownAs }, unit],
      };
    })
    .sort((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
}
