import { lostExecutors, type Conditions } from '../conditions.ts';
import type { RunSummary } from '../run-summary.ts';
import { describeStageChanges, type StageChange } from './stage-changes.ts';
import { describePlanChanges, type PlanChange } from './plan-changes.ts';
import { describeSettingChanges, type SettingChange } from './setting-changes.ts';
import { findCauses, type Cause } from './causes.ts';
import { compareLedgers, type LedgerChange } from './ledger-changes.ts';
import { decomposeRunning } from './decompose.ts';
import { referenceOf } from './reference.ts';

/** What differs between the known runs and the new ones. The known side is the mean of the middle runs. */
export interface Explanation {
  readonly knownMs: number;
  readonly freshMs: number;
  readonly changeMs: number;
  /** Largest change first. */
  readonly ledger: readonly LedgerChange[];
  /** What the change is made of, named; they sum to it. Largest first. */
  readonly causes: readonly Cause[];
  readonly stages: readonly StageChange[];
  readonly plans: readonly PlanChange[];
  readonly settings: readonly SettingChange[];
  /** Per run, on average. */
  readonly executorsLost: { readonly known: number; readonly fresh: number };
  readonly data: readonly { readonly name: keyof RunSummary['data']; readonly known: number; readonly fresh: number }[];
  /** Finding kinds that no known run had. */
  readonly newFindings: readonly { readonly kind: string; readonly wallClockMs: number }[];
}

export function explainDifference(
  known: readonly RunSummary[],
  fresh: readonly RunSummary[],
  conditions: Conditions,
): Explanation {
  const knownReference = referenceOf(known);
  const freshReference = referenceOf(fresh);
  const ledger = compareLedgers(knownReference.wallClock, freshReference.wallClock);
  const stages = describeStageChanges(known, fresh);
  const mean = (runs: readonly RunSummary[], valueOf: (run: RunSummary) => number) =>
    runs.reduce((sum, run) => sum + valueOf(run), 0) / runs.length;
  const executorsLost = { known: mean(known, lostExecutors), fresh: mean(fresh, lostExecutors) };
  const knownKinds = new Set(known.flatMap((run) => run.findings.map(({ kind }) => kind)));
  const total = (valueOf: (line: LedgerChange) => number) => ledger.reduce((sum, line) => sum + valueOf(line), 0);
  return {
    knownMs: total((line) => line.knownMs),
    freshMs: total((line) => line.freshMs),
    changeMs: total((line) => line.changeMs),
    ledger,
    causes: findCauses({
      known: knownReference,
      fresh: freshReference,
      ledger,
      parts: decomposeRunning(knownReference, freshReference, conditions.inputRatio),
      inputRatio: conditions.inputRatio,
      executorsWereLost: executorsLost.fresh > executorsLost.known,
      stages,
    }),
    stages,
    plans: describePlanChanges(known, fresh),
    settings: describeSettingChanges(known, fresh),
    executorsLost,
    data: (['inputBytes', 'inputRows', 'outputBytes', 'outputRows'] as const).map((name) => ({
      name,
      known: mean(known, (run) => run.data[name]),
      fresh: mean(fresh, (run) => run.data[name]),
    })),
    newFindings: (fresh[0]?.findings ?? [])
      .filter(({ kind }) => !knownKinds.has(kind))
      .map(({ kind, wallClockMs }) => ({ kind, wallClockMs })),
  };
}
