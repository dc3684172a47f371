/** One line of the wall-clock ledger in both. Milliseconds, whole; the changes sum to the change of the run. */
export interface LedgerChange {
  readonly label: string;
  readonly knownMs: number;
  readonly freshMs: number;
  readonly changeMs: number;
}

/** Rounds each line by itself; the totals are those of the rounded lines, so that everything that is shown adds up. */
export function compareLedgers(
  known: Readonly<Record<string, number>>,
  fresh: Readonly<Record<string, number>>,
): LedgerChange[] {
  return [...new Set([...Object.keys(known), ...Object.keys(fresh)])]
    .map((label) => {
      const knownMs = Math.round(known[label] ?? 0);
      const freshMs = Math.round(fresh[label] ?? 0);
      return { label, knownMs, freshMs, changeMs: freshMs - knownMs };
    })
    .sort((a, b) => Math.abs(b.changeMs) - Math.abs(a.changeMs));
}
