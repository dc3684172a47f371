import { alignInOrder, sqlLikeness } from './align.ts';
import type { RunSummary, SqlSummary } from './run-summary.ts';

/** How the conditions of a new run differ from those of a known one. */
export interface Conditions {
  /** New input over known input. 1 where the log does not tell, or where only noise differs. */
  readonly inputRatio: number;
  /** Known slots over new slots: above 1 the new run had fewer, and is expected to take longer. */
  readonly slotsRatio: number;
}

/** Files differ by a little from day to day without meaning anything. */
const inputNoise = 0.02;
/** Executors come a moment sooner or later. */
const slotNoise = 0.1;
/** Beyond a factor of four "twice the data takes twice the time" is a guess. */
export const mostExtrapolation = 4;

/** What is removed on purpose says something about the cluster; what is lost is an incident, which is told apart. */
const intended: ReadonlySet<string> = new Set(['autoscaling', 'shutdown', 'decommissioned']);

export function lostExecutors(run: RunSummary): number {
  return Object.entries(run.removedExecutors).reduce(
    (sum, [kind, count]) => (intended.has(kind) ? sum : sum + count),
    0,
  );
}

export function compareConditions(known: RunSummary, fresh: RunSummary): Conditions {
  return { inputRatio: inputRatio(known, fresh), slotsRatio: slotsRatio(known, fresh) };
}

function slotsRatio(known: RunSummary, fresh: RunSummary): number {
  // An executor that was lost leaves fewer slots behind: that is no smaller cluster but the thing to be found.
  const [before, now] =
    lostExecutors(known) + lostExecutors(fresh) > 0
      ? [known.cluster.coresPerExecutor, fresh.cluster.coresPerExecutor]
      : [known.cluster.slots, fresh.cluster.slots];
  if (before === 0 || now === 0) return 1;
  const ratio = before / now;
  return Math.abs(Math.log(ratio)) < slotNoise ? 1 : ratio;
}

/**
 * Input is compared over queries whose scans are the same. A scan that lost its filter or its pruning reads more because the plan
 * got worse, and that is no growth of the data.
 */
function inputRatio(known: RunSummary, fresh: RunSummary): number {
  const pairs = alignInOrder(known.sqlExecutions, fresh.sqlExecutions, sqlLikeness)
    .map(({ a, b }) => [known.sqlExecutions[a], fresh.sqlExecutions[b]] as const)
    .filter(([a, b]) => a !== undefined && b !== undefined && sameScans(a, b));
  const sums = { before: { bytes: 0, rows: 0 }, now: { bytes: 0, rows: 0 } };
  for (const [a, b] of pairs) {
    sums.before.bytes += a?.inputBytes ?? 0;
    sums.before.rows += a?.inputRows ?? 0;
    sums.now.bytes += b?.inputBytes ?? 0;
    sums.now.rows += b?.inputRows ?? 0;
  }
  if (known.sqlExecutions.length === 0 && fresh.sqlExecutions.length === 0) {
    sums.before = { bytes: known.data.inputBytes, rows: known.data.inputRows };
    sums.now = { bytes: fresh.data.inputBytes, rows: fresh.data.inputRows };
  }
  const ratios = [ratioOf(sums.now.bytes, sums.before.bytes), ratioOf(sums.now.rows, sums.before.rows)].filter(
    (ratio) => ratio !== undefined,
  );
  if (ratios.length === 0) return 1;
  // Where bytes and rows disagree, the one that excuses less.
  const ratio = ratios.reduce((a, b) => (Math.abs(Math.log(a)) < Math.abs(Math.log(b)) ? a : b));
  return Math.abs(ratio - 1) < inputNoise ? 1 : ratio;
}

function ratioOf(now: number, before: number): number | undefined {
  return now > 0 && before > 0 ? now / before : undefined;
}

function sameScans(a: SqlSummary, b: SqlSummary): boolean {
  const scans = ({ operators }: SqlSummary) =>
    Object.entries(operators)
      .filter(([name]) => /Scan\b/.test(name))
      .map(([name, count]) => `${name} ${count}`)
      .sort()
      .join('\n');
  return scans(a) === scans(b);
}
