import type { Comparison, UnitComparison } from '@cinderlog/core';
import { describe, expect, it } from 'vitest';
import { compareRows } from './compare-rows.ts';

const judged = (knownMs: number, freshMs: number, verdict: 'regressed' | 'unchanged') =>
  ({ knownMs, freshMs, verdict }) as UnitComparison['judgement'] & object;

describe('rows of a comparison', () => {
  it('show the largest change first, and what only one run has without a time for the other', () => {
    const units: UnitComparison[] = [
      {
        kind: 'stage',
        name: 'collect',
        within: 'load',
        presence: 'both',
        durationMs: 1100,
        judgement: judged(1000, 1100, 'unchanged'),
      },
      { kind: 'job', name: 'gone', presence: 'removed', durationMs: 400 },
      {
        kind: 'sql-execution',
        name: 'load',
        presence: 'both',
        durationMs: 3000,
        judgement: judged(1000, 3000, 'regressed'),
      },
      { kind: 'job', name: 'come', presence: 'added', durationMs: 600 },
    ];
    const rows = compareRows({ units } as unknown as Comparison);
    expect(
      rows.map(({ kind, name, knownMs, freshMs, changeMs, verdict }) => [
        kind,
        name,
        knownMs,
        freshMs,
        changeMs,
        verdict,
      ]),
    ).toEqual([
      ['query', 'load', 1000, 3000, 2000, 'slower'],
      ['job', 'come', undefined, 600, 600, 'only in the new run'],
      ['job', 'gone', 400, undefined, -400, 'only in the old run'],
      ['stage', 'collect, of load', 1000, 1100, 100, 'same'],
    ]);
  });
});
