import type { SqlExecution } from '../model/application-model.ts';
import type { Facts } from './facts.ts';
import type { ExplainedGap, GapCause } from './gap-causes.ts';
import type { WallClockLabel } from './labels.ts';

/** A cause that was looked at and does not hold, and why. */
export interface RuledOutCause {
  readonly class: GapCause;
  readonly because: string;
}

/** What speaks against the other causes of a gap. Silent about those that the log cannot rule out. */
export function ruleOutCauses(facts: Facts, gap: ExplainedGap): RuledOutCause[] {
  const labels = new Set<WallClockLabel>(gap.parts.map(([label]) => label));
  const found: RuledOutCause[] = [];
  const add = (cause: GapCause, because: string) => {
    if (cause !== gap.cause) found.push({ class: cause, because });
  };
  const jobOpen = facts.model.jobs.some((job) => job.startMs < gap.endMs && job.endMs > gap.startMs);
  const open = openQueries(facts, gap);
  if (open.length === 0) add('planning', 'no query was open');
  if (open.length === 0) add('commit', 'no query was open behind its last job');
  if (!labels.has('waiting-for-executors') && !labels.has('start-up')) {
    const alive = aliveThroughout(facts, gap);
    if (alive > 0) {
      add('waiting-for-executors', `${alive} ${alive === 1 ? 'executor was' : 'executors were'} alive all the time`);
      if (!anyLoss(facts, gap)) add('cluster-malfunction', 'no executor was lost in it or right before');
    }
  }
  if (open.length > 0 || jobOpen) {
    const what = open.length > 0 ? `query ${open[0]?.id ?? ''} was open` : 'a job was open';
    add('non-spark-code', what);
    add('idle', what);
  }
  if (facts.overloadedIntervals.length === 0) {
    const { mostAtOnce, crowd } = facts.driverLoad;
    add(
      'driver-overloaded',
      mostAtOnce < crowd
        ? `never more than ${mostAtOnce} ${mostAtOnce === 1 ? 'query' : 'queries'} at once waited for the driver`
        : 'waits for the driver do not rise with the number of queries',
    );
  }
  return found;
}

/** The queries that were open during a gap, the one with the largest plan first. */
export function openQueries(facts: Facts, gap: ExplainedGap): SqlExecution[] {
  return facts.model.sqlExecutions
    .filter((execution) => execution.startMs < gap.endMs && execution.endMs > gap.startMs)
    .sort((a, b) => b.planTextChars - a.planTextChars);
}

function aliveThroughout(facts: Facts, gap: ExplainedGap): number {
  return facts.model.executors.filter(
    (executor) => executor.addedMs <= gap.startMs && (executor.removedMs ?? gap.endMs) >= gap.endMs,
  ).length;
}

/** A loss this long before a gap may be what stopped the work. */
const beforeMs = 10_000;

function anyLoss(facts: Facts, gap: ExplainedGap): boolean {
  return facts.model.executors.some(
    ({ removedMs }) => removedMs !== undefined && removedMs >= gap.startMs - beforeMs && removedMs <= gap.endMs,
  );
}
