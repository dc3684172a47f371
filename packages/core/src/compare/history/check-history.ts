import { plural } from '../../util/format.ts';
import { matchParts } from '../../util/wildcard.ts';
import { checkJudgement, failMissing, statusFor, type JobCheck } from '../check-runs.ts';
import { judge, testDuration } from '../judge.ts';
import type { Check } from '../limits/check.ts';
import type { Limits, TaskLimit } from '../limits/limits.ts';
import { checkDuration, notFound } from '../limits/make-check.ts';
import { worstStatus } from '../limits/check.ts';
import type { CompareOptions, LeastChange } from '../options.ts';
import type { Policy } from '../policy.ts';
import { holmAdjust } from '../statistics/holm.ts';

/** A run of a job as its platform tells it, without any event log. */
export interface HistoryRun {
  readonly id: string;
  readonly startedAt: string;
  /** From its start to its end. */
  readonly durationMs: number;
  /** Waiting for its turn and for clusters, on the way that decided when it ended. */
  readonly waitingMs: number;
  /** Why it is no run to go by: it failed, or has not ended. */
  readonly problems: readonly string[];
  /** Each task once, as it went in the end. */
  readonly tasks: readonly {
    readonly key: string;
    readonly executionMs: number;
    /** Attempts behind the first one; a repair of the run counts as one too. */
    readonly retries: number;
  }[];
}

export interface HistoryRequest {
  readonly job: string;
  /** Oldest first; the last is checked against those before. */
  readonly runs: readonly HistoryRun[];
  /** Of all limits those of the run and its tasks can be told from a history. */
  readonly limits: Pick<Limits, 'run' | 'tasks'>;
  /** Sentences about limits that were asked for and cannot be checked: each fails. */
  readonly missing: readonly string[];
  /** Runs that count, the latest; none when only limits are to be checked. */
  readonly mostKnown: number;
  readonly options: CompareOptions;
  readonly policy: Policy;
}

/** Checks the last run of a job against limits, and against the runs before it: as a whole, its waiting, and task by task. */
export function checkHistory({ job, runs, limits, missing, mostKnown, options, policy }: HistoryRequest): JobCheck {
  const fresh = runs.at(-1);
  if (fresh === undefined) return { job, status: 'failed', runs: [], checks: [] };
  const known = mostKnown === 0 ? [] : runs.slice(0, -1).filter(isGood).slice(-mostKnown);
  const checks = [
    checkEnded(fresh, policy),
    ...(limits.run === undefined ? [] : [checkDuration('run', 'run duration', fresh.durationMs, limits.run)]),
    ...(limits.tasks ?? []).flatMap((limit) => checkTask(fresh, limit)),
    ...missing.map(failMissing),
    ...(mostKnown === 0 ? [] : checkAgainst(known, fresh, options, policy)),
  ];
  const { id, startedAt, durationMs } = fresh;
  return { job, status: worstStatus(checks), runs: [{ id, startedAt, durationMs }], checks };
}

function isGood({ problems }: HistoryRun): boolean {
  return problems.length === 0;
}

function checkEnded({ problems }: HistoryRun, { incompleteRun }: Policy): Check {
  const common = { id: 'complete', title: 'complete run' };
  return problems.length === 0
    ? { ...common, status: 'passed', because: 'the run ended well' }
    : { ...common, status: statusFor(incompleteRun), because: problems.join('; ') };
}

function checkTask({ tasks }: HistoryRun, limit: TaskLimit): Check[] {
  const fits = matchParts(limit.name.split('*'));
  const found = tasks.filter(({ key }) => fits(key));
  if (found.length === 0) return notFound('task', 'task of the job run', limit);
  const hasDuration = limit.expectedMs !== undefined || limit.maximumMs !== undefined;
  return found.flatMap(({ key, executionMs, retries }) => [
    ...(hasDuration ? [checkDuration(`task:${key}`, `task "${key}"`, executionMs, limit)] : []),
    ...(limit.retries === undefined ? [] : [checkRetries(key, retries, limit.retries)]),
  ]);
}

function checkRetries(key: string, used: number, allowed: number): Check {
  const check = { id: `task:${key}:retries`, title: `task "${key}", retries`, measured: used, limit: allowed } as const;
  if (used > allowed) {
    const because = `needed ${plural(used, 'retry', 'retries')}, more than the ${allowed} allowed`;
    return { ...check, status: 'failed', unit: 'count', because };
  }
  const because = `needed ${used} of ${plural(allowed, 'allowed retry', 'allowed retries')}`;
  if (used === 0) return { ...check, status: 'passed', unit: 'count', because };
  return {
    ...check,
    status: 'warned',
    unit: 'count',
    because: `${because}: it failed before it went well, or was repaired`,
  };
}

function checkAgainst(
  known: readonly HistoryRun[],
  fresh: HistoryRun,
  options: CompareOptions,
  policy: Policy,
): Check[] {
  if (known.length === 0) {
    const because = 'there is no earlier run of this job that ended well';
    return [{ id: 'baseline', title: 'baseline', status: statusFor(policy.missingBaseline), because }];
  }
  const against = `against ${plural(known.length, 'earlier run')}`;
  const working = ({ durationMs, waitingMs }: HistoryRun) => Math.max(0, durationMs - waitingMs);
  const one = (valueOf: (run: HistoryRun) => number) =>
    judgeTogether([{ known: known.map(valueOf), fresh: valueOf(fresh) }], options.leastChange, options);
  const [workingTime] = one(working);
  const [waiting] = one(({ waitingMs }) => waitingMs);
  const checks: Check[] = [];
  if (workingTime !== undefined) {
    checks.push(
      checkJudgement(
        'baseline:working-time',
        `run without waiting for clusters ${against}`,
        workingTime,
        'failed',
        'pass',
        sameConditions,
      ),
    );
  }
  if (waiting?.verdict === 'regressed') {
    const title = `waiting for its turn and for clusters ${against}`;
    checks.push(
      checkJudgement('baseline:waiting', title, waiting, statusFor(policy.longerWait), 'pass', sameConditions),
    );
  }
  const tasks = fresh.tasks.flatMap(({ key, executionMs }) => {
    const before = known.flatMap((run) => run.tasks.filter((task) => task.key === key).map((task) => task.executionMs));
    return before.length === 0 ? [] : [{ key, known: before, fresh: executionMs }];
  });
  judgeTogether(tasks, options.leastUnitChange, options).forEach((judgement, index) => {
    if (judgement.verdict !== 'regressed') return;
    const key = tasks[index]?.key ?? '';
    checks.push(
      checkJudgement(
        `baseline:task:${key}`,
        `task "${key}" ${against}`,
        judgement,
        statusFor(policy.slowerUnits),
        'pass',
        sameConditions,
      ),
    );
  });
  return checks;
}

/** A history does not tell what was read, nor on how many slots. */
const sameConditions = { conditions: { inputRatio: 1, slotsRatio: 1 } };

function judgeTogether(
  durations: readonly { readonly known: readonly number[]; readonly fresh: number }[],
  least: LeastChange,
  options: CompareOptions,
) {
  const level = options.falseAlarmRate / Math.max(1, durations.length);
  const tested = durations.map(({ known, fresh }) =>
    testDuration(
      known.map((ms) => ({ measuredMs: ms, leastMs: ms, mostMs: ms })),
      [fresh],
      options,
      level,
    ),
  );
  const slower = holmAdjust(tested.map((test) => test.slower.pSlower));
  const faster = holmAdjust(tested.map((test) => test.faster.pFaster));
  return tested.map((test, i) => judge(test, options.falseAlarmRate, least, slower[i] ?? 1, faster[i] ?? 1));
}
