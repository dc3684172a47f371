import { namePattern } from '../compare/limits/name-pattern.ts';
import { normaliseName } from '../compare/normalise-name.ts';
import { matchParts } from '../util/wildcard.ts';

/** Why findings are known and accepted for a while. It says which by their id (`*` is any text) or by their kind. */
export interface Suppression {
  readonly id?: string | undefined;
  readonly kind?: string | undefined;
  /** Only in applications of this name; `*` is any text, and numbers count as equal. */
  readonly application?: string | undefined;
  readonly reason: string;
  /** The last day on which it holds: `2027-03-31`, in UTC. */
  readonly expires: string;
}

export interface Suppressed<Item> {
  readonly finding: Item;
  readonly suppression: Suppression;
}

/** Takes apart what is to be shown and what is only to be listed. Whoever gives suppressions has left out those that expired. */
export function splitSuppressed<Item extends { readonly id: string; readonly kind: string }>(
  findings: readonly Item[],
  suppressions: readonly Suppression[],
  applicationName = '',
): { readonly shown: Item[]; readonly suppressed: Suppressed<Item>[] } {
  const rules = suppressions
    .filter(({ application }) => application === undefined || namePattern(application)(normaliseName(applicationName)))
    .map((suppression) => ({ suppression, matches: matcherOf(suppression) }));
  const shown: Item[] = [];
  const suppressed: Suppressed<Item>[] = [];
  for (const finding of findings) {
    const rule = rules.find(({ matches }) => matches(finding));
    if (rule === undefined) shown.push(finding);
    else suppressed.push({ finding, suppression: rule.suppression });
  }
  return { shown, suppressed };
}

function matcherOf({ id, kind }: Suppression): (finding: { readonly id: string; readonly kind: string }) => boolean {
  const matchesId = id === undefined ? undefined : matchParts(id.split('*'));
  // A rule that names nothing suppresses nothing.
  if (matchesId === undefined && kind === undefined) return () => false;
  return (finding) => (kind === undefined || finding.kind === kind) && (matchesId?.(finding.id) ?? true);
}
