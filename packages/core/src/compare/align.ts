import type { SqlSummary, UnitSummary } from './run-summary.ts';

/** Below this two entries are different things. */
const leastLikeness = 0.5;

/**
 * Pairs the entries of two lists in their order, so that the likeness of all pairs together is greatest (Needleman and Wunsch,
 * with no cost for what only one side has). What was moved elsewhere is paired afterwards when it is all but the same.
 *
 * @param likeness 0 (nothing in common) to 1 (the same)
 * @returns indices into `a` and `b`, in the order of `a`
 */
export function alignInOrder<Item>(
  a: readonly Item[],
  b: readonly Item[],
  likeness: (a: Item, b: Item) => number,
): { readonly a: number; readonly b: number }[] {
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  // A pair at about the same place wins against an equal one further away.
  const scoreOf = (i: number, j: number) => {
    const score = likeness(a[i] as Item, b[j] as Item);
    return score < leastLikeness ? 0 : score - 0.01 * Math.abs((i + 1) / (a.length + 1) - (j + 1) / (b.length + 1));
  };
  const scores = new Float64Array(a.length * b.length);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const score = scoreOf(i, j);
      scores[i * b.length + j] = score;
      const paired = score > 0 ? score + (best[(i + 1) * width + j + 1] ?? 0) : 0;
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  }
  const pairs: { a: number; b: number }[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const score = scores[i * b.length + j] ?? 0;
    const here = best[i * width + j] ?? 0;
    if (score > 0 && here === score + (best[(i + 1) * width + j + 1] ?? 0)) pairs.push({ a: i++, b: j++ });
    else if (here === (best[(i + 1) * width + j] ?? 0)) i++;
    else j++;
  }
  return pairMoved(pairs, a, b, likeness);
}

/** Concurrent queries change places from run to run: pairs the same name out of order where only one of each is left. */
function pairMoved<Item>(
  pairs: { a: number; b: number }[],
  a: readonly Item[],
  b: readonly Item[],
  likeness: (a: Item, b: Item) => number,
): { a: number; b: number }[] {
  const takenA = new Set(pairs.map((pair) => pair.a));
  const takenB = new Set(pairs.map((pair) => pair.b));
  const restB = b.flatMap((_, index) => (takenB.has(index) ? [] : [index]));
  for (const [i, item] of a.entries()) {
    if (takenA.has(i)) continue;
    const match = restB.findIndex((j) => likeness(item, b[j] as Item) >= 0.9);
    if (match >= 0) pairs.push({ a: i, b: restB.splice(match, 1)[0] ?? 0 });
  }
  return pairs.sort((x, y) => x.a - y.a);
}

/** How alike two jobs or groups are: what the program called them counts most, then where in the code they were started. */
export function unitLikeness(a: UnitSummary, b: UnitSummary): number {
  const sameName = a.name === b.name;
  const sameSite = a.callSite === b.callSite;
  if (sameName && sameSite) return 1;
  if (sameName) return 0.8;
  // A call site alone is often shared by all queries of a program (`collect at Job.scala`).
  return sameSite && a.callSite !== undefined ? 0.4 : 0;
}

/** As {@link unitLikeness}; the operators of the plan tell apart what is called alike, and find again what was renamed. */
export function sqlLikeness(a: SqlSummary, b: SqlSummary): number {
  const named = unitLikeness(a, b);
  const planned = operatorLikeness(a.operators, b.operators);
  return named >= 0.8 ? named - 0.15 * (1 - planned) : 0.6 * named + 0.5 * planned;
}

/** Stages are told by the query they work for and by their call site. */
export function stageLikeness(
  a: UnitSummary & { readonly within?: string | undefined },
  b: UnitSummary & { readonly within?: string | undefined },
): number {
  if (a.within !== b.within) return 0;
  return a.name === b.name ? 1 : 0.3;
}

/** Shared operators among all (Jaccard's index over multisets); plans that say nothing are no evidence. */
export function operatorLikeness(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): number {
  let shared = 0;
  let all = 0;
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    shared += Math.min(a[name] ?? 0, b[name] ?? 0);
    all += Math.max(a[name] ?? 0, b[name] ?? 0);
  }
  return all === 0 ? 0 : shared / all;
}
