import { groupBy } from '../util/group-by.ts';
import type { UnitSummary } from './run-summary.ts';

/** A loop that runs the same query more often than this is one entry; below, each keeps its place. */
const mostOfOneName = 5;

/** Joins entries of the same name and call site when they are many, at the place of the first, adding up all numbers. */
export function collapseRepeats<Unit extends UnitSummary>(
  units: readonly Unit[],
  keyOf: (unit: Unit) => string,
  join: (a: Unit, b: Unit) => Unit,
): Unit[] {
  const groups = groupBy(units, keyOf);
  const done = new Set<string>();
  return units.flatMap((unit) => {
    const key = keyOf(unit);
    const group = groups.get(key) ?? [unit];
    if (group.length <= mostOfOneName) return [unit];
    if (done.has(key)) return [];
    done.add(key);
    return [
      group.reduce((sum, next) => ({
        ...join(sum, next),
        occurrences: sum.occurrences + next.occurrences,
        durationMs: sum.durationMs + next.durationMs,
      })),
    ];
  });
}
