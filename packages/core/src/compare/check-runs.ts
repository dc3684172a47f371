import { formatDuration, formatShare, plural } from '../util/format.ts';
import { compareRuns, type Comparison } from './compare-runs.ts';
import type { UnitComparison } from './compare-units.ts';
import type { Judgement } from './judge.ts';
import { checkLimits } from './limits/check-limits.ts';
import { worstStatus, type Check } from './limits/check.ts';
import type { Limits } from './limits/limits.ts';
import type { CompareOptions } from './options.ts';
import type { Policy, Reaction } from './policy.ts';
import type { RunSummary } from './run-summary.ts';

/** Everything that was checked of the runs of one job. */
export interface JobCheck {
  readonly job: string;
  readonly status: Check['status'];
  readonly runs: readonly { readonly id?: string; readonly startedAt: string; readonly durationMs: number }[];
  readonly checks: readonly Check[];
  readonly comparison?: Comparison;
}

export interface CheckRequest {
  /** Runs of one job; several are judged together. */
  readonly fresh: readonly RunSummary[];
  /** Absent when only limits are to be checked. */
  readonly known?: readonly RunSummary[];
  readonly limits: Limits;
  /** Sentences about limits that were asked for and cannot be checked: each fails. */
  readonly missing?: readonly string[];
  readonly options: CompareOptions;
  readonly policy: Policy;
}

/** Checks the runs of one job against limits and, where given, against known runs. */
export function checkRuns({ fresh, known, limits, missing = [], options, policy }: CheckRequest): JobCheck {
  const comparison = known === undefined ? undefined : compareRuns(known, fresh, options);
  const several = fresh.length > 1;
  const checks = [
    ...fresh.flatMap((run, index) => {
      const own = [checkComplete(run, policy), ...checkLimits(run, limits)];
      return several ? own.map((check) => ofRun(check, run, index)) : own;
    }),
    ...missing.map((because) => failMissing(because)),
    ...(comparison === undefined ? [] : checkComparison(comparison, policy)),
  ];
  return {
    job: fresh[0]?.job ?? '',
    status: worstStatus(checks),
    runs: fresh.map(({ run: { id, startedAt }, durationMs }) => ({
      ...(id !== undefined && { id }),
      startedAt,
      durationMs,
    })),
    checks,
    ...(comparison && { comparison }),
  };
}

/** A limit that cannot be checked guards nothing. */
export function failMissing(because: string): Check {
  return { id: `limits:${because}`, title: 'limit that cannot be checked', status: 'failed', because };
}

function ofRun(check: Check, { run }: RunSummary, index: number): Check {
  const name = run.id ?? `run ${index + 1}`;
  return { ...check, id: `${check.id}@${name}`, title: `${check.title} (${name})` };
}

const statuses = { fail: 'failed', warn: 'warned', pass: 'passed' } as const;

/** What a reaction makes of a check. */
export function statusFor(reaction: Reaction): Check['status'] {
  return statuses[reaction];
}

function checkComplete({ incomplete }: RunSummary, { incompleteRun }: Policy): Check {
  const common = { id: 'complete', title: 'complete run and log' };
  if (incomplete.length === 0)
    return { ...common, status: 'passed', because: 'the run ended in order and its log is whole' };
  return { ...common, status: statusFor(incompleteRun), because: incomplete.join('; ') };
}

function checkComparison(comparison: Comparison, policy: Policy): Check[] {
  const { working, waiting, units, notComparable } = comparison;
  const against = plural(comparison.knownRuns, 'baseline run');
  if (working === undefined) {
    const because = `cannot be compared: ${notComparable ?? 'nothing in common'}`;
    return [{ id: 'baseline', title: 'baseline', status: statusFor(policy.missingBaseline), because }];
  }
  const checks: Check[] = [
    checkJudgement(
      'baseline:working-time',
      `working time against ${against}`,
      working,
      'failed',
      policy.smallerCluster,
      comparison,
    ),
  ];
  if (waiting?.verdict === 'regressed') {
    const title = `start-up and waiting for executors against ${against}`;
    checks.push(checkJudgement('baseline:waiting', title, waiting, statusFor(policy.longerWait), 'pass', comparison));
  }
  return [...checks, ...units.filter(isSlower).map((unit) => checkUnit(unit, policy, comparison))];
}

function isSlower(unit: UnitComparison): unit is UnitComparison & { readonly judgement: Judgement } {
  return unit.judgement?.verdict === 'regressed';
}

function checkUnit(
  unit: UnitComparison & { readonly judgement: Judgement },
  policy: Policy,
  comparison: Comparison,
): Check {
  const within = unit.within === undefined || unit.within === unit.name ? '' : ` of "${unit.within}"`;
  const title = `${unitWords[unit.kind]} "${unit.name}"${within} against the baseline`;
  const id = `baseline:${unit.kind}:${unit.within === undefined ? '' : `${unit.within}:`}${unit.name}`;
  return checkJudgement(id, title, unit.judgement, statusFor(policy.slowerUnits), 'pass', comparison);
}

export const unitWords = {
  'job-group': 'job group',
  job: 'job',
  'sql-execution': 'SQL execution',
  stage: 'stage',
  stream: 'streaming query',
} as const satisfies Record<UnitComparison['kind'], string>;

/** Slower beyond noise is what `whenRegressed` says; slower for fewer slots what the reaction says. */
export function checkJudgement(
  id: string,
  title: string,
  judgement: Judgement,
  whenRegressed: Check['status'],
  smallerCluster: Reaction,
  { conditions }: { readonly conditions: Pick<Comparison['conditions'], 'inputRatio' | 'slotsRatio'> },
): Check {
  const { verdict, freshMs, bandMs, explainedByConditions } = judgement;
  const hasFewerSlots = explainedByConditions && conditions.slotsRatio > 1;
  const status = verdict === 'regressed' ? whenRegressed : hasFewerSlots ? statusFor(smallerCluster) : 'passed';
  return {
    id,
    title,
    status,
    because: describeJudgement(judgement, conditions),
    measured: freshMs,
    limit: Math.round(bandMs.high),
    unit: 'ms',
  };
}

/** One sentence: what was measured, what was usual, and what to make of it. */
export function describeJudgement(
  judgement: Judgement,
  { inputRatio, slotsRatio }: Pick<Comparison['conditions'], 'inputRatio' | 'slotsRatio'>,
): string {
  const { verdict, knownMs, freshMs, expectedMs, bandMs, explainedByConditions } = judgement;
  const change = knownMs === 0 ? 0 : freshMs / knownMs - 1;
  const percent = `${formatShare(Math.abs(change))} ${change < 0 ? 'less' : 'more'} than the usual ${formatDuration(knownMs)}`;
  const measured = `${formatDuration(freshMs)}, ${percent}`;
  const adjusted =
    expectedMs.most > knownMs * 1.005
      ? `; up to ${formatDuration(expectedMs.most)} were to be expected ${describeConditions(inputRatio, slotsRatio)}`
      : '';
  if (verdict === 'regressed') return `${measured}${adjusted}; noise ends at ${formatDuration(bandMs.high)}`;
  if (verdict === 'improved') return `${measured}; noise ends at ${formatDuration(bandMs.low)}`;
  if (explainedByConditions) return `${measured}${adjusted}, so this is no regression of the job`;
  return `${measured}${adjusted}; noise ends at ${formatDuration(bandMs.high)}`;
}

function describeConditions(inputRatio: number, slotsRatio: number): string {
  const parts: string[] = [];
  if (inputRatio !== 1) parts.push(`${inputRatio.toFixed(2)} times the input`);
  if (slotsRatio !== 1) parts.push(`${(1 / slotsRatio).toFixed(2)} times the slots`);
  return parts.length === 0 ? 'with its input' : `with ${parts.join(' and ')}`;
}
