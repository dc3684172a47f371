import { alignInOrder, sqlLikeness } from '../align.ts';
import type { RunSummary } from '../run-summary.ts';

/** A query whose plan no known run had: operators that came and went, with how many. */
export interface PlanChange {
  readonly name: string;
  readonly durationMs: number;
  readonly knownMs: number;
  readonly added: Readonly<Record<string, number>>;
  readonly removed: Readonly<Record<string, number>>;
}

/** Queries that were planned otherwise than in every known run. Adaptive plans vary by themselves, so one run with it is enough to stay silent. */
export function describePlanChanges(known: readonly RunSummary[], fresh: readonly RunSummary[]): PlanChange[] {
  const [run] = fresh;
  if (run === undefined) return [];
  const changes = known.map((one) => {
    const pairs = alignInOrder(one.sqlExecutions, run.sqlExecutions, sqlLikeness);
    return new Map(pairs.map(({ a, b }) => [b, one.sqlExecutions[a]]));
  });
  return run.sqlExecutions
    .flatMap((execution, index): PlanChange[] => {
      const partners = changes.flatMap((pairs) => pairs.get(index) ?? []);
      const diffs = partners.map((partner) => ({
        partner,
        added: surplus(execution.operators, partner.operators),
        removed: surplus(partner.operators, execution.operators),
      }));
      const [nearest] = [...diffs].sort((a, b) => sizeOf(a) - sizeOf(b));
      if (nearest === undefined || sizeOf(nearest) === 0) return [];
      const { added, removed, partner } = nearest;
      return [{ name: execution.name, durationMs: execution.durationMs, knownMs: partner.durationMs, added, removed }];
    })
    .sort((a, b) => Math.abs(b.durationMs - b.knownMs) - Math.abs(a.durationMs - a.knownMs));
}

function surplus(of: Readonly<Record<string, number>>, over: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, count]) =>
      count > (over[name] ?? 0) ? [[name, count - (over[name] ?? 0)]] : [],
    ),
  );
}

function sizeOf({ added, removed }: Pick<PlanChange, 'added' | 'removed'>): number {
  return [...Object.values(added), ...Object.values(removed)].reduce((sum, count) => sum + count, 0);
}
