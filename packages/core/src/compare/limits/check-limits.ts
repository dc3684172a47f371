import { formatBytes, formatCount, plural } from '../../util/format.ts';
import { lostExecutors } from '../conditions.ts';
import type { RunSummary, UnitSummary } from '../run-summary.ts';
import type { Check } from './check.ts';
import { checkDuration, checkMost, notFound } from './make-check.ts';
import { checkLedger } from './check-ledger.ts';
import { checkStreams } from './check-streams.ts';
import type { FindingLimit, Limits, NamedLimit } from './limits.ts';
import { namePattern } from './name-pattern.ts';

/** Checks one run against limits, one check per limit (and per thing that a named limit fits). */
export function checkLimits(run: RunSummary, limits: Limits): Check[] {
  return [
    ...(limits.run ? [checkDuration('run', 'run duration', run.durationMs, limits.run)] : []),
    ...checkNamed('job-group', 'job group', run.jobGroups, limits.jobGroups),
    ...checkNamed('job', 'job', run.jobs, limits.jobs),
    ...checkNamed('sql-execution', 'SQL execution', run.sqlExecutions, limits.sqlExecutions),
    ...checkNamed('stage', 'stage', run.stages, limits.stages),
    ...checkStreams(run.streams, limits.streams ?? []),
    ...checkLedger(run, limits.ledger ?? []),
    ...checkAmounts(run, limits),
    ...Object.entries(limits.removedExecutors ?? {}).map(([kind, maximum]) => checkRemoved(run, kind, maximum)),
    ...(limits.findings ?? []).map((limit) => checkFindings(run, limit)),
  ];
}

function checkNamed(
  kind: string,
  words: string,
  units: readonly UnitSummary[],
  limits: readonly NamedLimit[] = [],
): Check[] {
  return limits.flatMap((limit) => {
    const fits = namePattern(limit.name);
    const found = units.filter((unit) => fits(unit.name) || (unit.callSite !== undefined && fits(unit.callSite)));
    if (found.length === 0) return notFound(kind, words, limit);
    return found.map((unit, index) => {
      const id = `${kind}:${unit.name}${index === 0 ? '' : `:${index}`}`;
      const times = unit.occurrences > 1 ? ` (${unit.occurrences} times)` : '';
      return checkDuration(id, `${words} "${unit.name}"${times}`, unit.durationMs, limit);
    });
  });
}

function checkAmounts(run: RunSummary, { spilledBytes, skewRatio, failedTasks }: Limits): Check[] {
  const checks: Check[] = [];
  if (spilledBytes !== undefined) {
    checks.push(checkMost('spill', 'spill to disk', run.spill.diskBytes, spilledBytes, 'bytes', formatBytes));
  }
  if (failedTasks !== undefined) {
    const write = (count: number) => plural(count, 'failed task');
    checks.push(checkMost('failed-tasks', 'failed tasks', run.tasks.failed, failedTasks, 'tasks', write));
  }
  if (skewRatio !== undefined) checks.push(checkSkew(run, skewRatio));
  return checks;
}

function checkSkew(run: RunSummary, limit: number): Check {
  const worst = run.stages
    .filter(
      ({ durationMs, medianTaskMs, tasks }) => durationMs >= 0.01 * run.durationMs && medianTaskMs > 0 && tasks > 1,
    )
    .map((stage) => ({ stage, ratio: stage.longestTaskMs / stage.medianTaskMs }))
    .sort((a, b) => b.ratio - a.ratio)[0];
  const write = (ratio: number) => `${ratio.toFixed(1)} times the median task`;
  const title = worst === undefined ? 'task skew' : `task skew, worst in stage "${worst.stage.name}"`;
  return checkMost('skew', title, worst?.ratio ?? 1, limit, 'ratio', write);
}

function checkRemoved(run: RunSummary, kind: string, maximum = 0): Check {
  const count = kind === 'lost' ? lostExecutors(run) : (run.removedExecutors[kind] ?? 0);
  const title = kind === 'lost' ? 'executors lost' : `executors removed: ${kind}`;
  return checkMost(`removed-executors:${kind}`, title, count, maximum, 'count', formatCount);
}

const rank: Readonly<Record<string, number>> = { info: 0, warning: 1, critical: 2 };

function checkFindings(run: RunSummary, { kind, severity, maximum }: FindingLimit): Check {
  const counted = run.findings.filter(
    (finding) =>
      (kind === undefined || finding.kind === kind) &&
      (severity === undefined || (rank[finding.severity] ?? 0) >= (rank[severity] ?? 0)),
  );
  const count = counted.reduce((sum, finding) => sum + finding.count, 0);
  const what = [
    'findings',
    ...(kind === undefined ? [] : [kind]),
    ...(severity === undefined ? [] : [`${severity} or worse`]),
  ];
  return checkMost(`findings:${kind ?? '*'}:${severity ?? '*'}`, what.join(': '), count, maximum, 'count', formatCount);
}
