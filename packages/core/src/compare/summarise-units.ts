import type { Facts } from '../derive/facts.ts';
import type { Job } from '../model/application-model.ts';
import { groupBy } from '../util/group-by.ts';
import { collapseRepeats } from './collapse.ts';
import { normaliseCallSite, normaliseName } from './normalise-name.ts';
import type { RunSummary, SqlSummary, StageSummary, UnitSummary } from './run-summary.ts';
import type { StageRows } from './stage-rows.ts';
import { unionMs } from '../util/spans.ts';

type Units = Pick<RunSummary, 'jobGroups' | 'jobs' | 'sqlExecutions' | 'stages'>;

/** Job groups, jobs, SQL executions and stages of a run, in order of their start. */
export function summariseUnits(facts: Facts, rows: StageRows): Units {
  return {
    jobGroups: jobGroups(facts),
    jobs: collapseRepeats(jobs(facts), nameAndCallSite, (a) => a),
    sqlExecutions: collapseRepeats(sqlExecutions(facts, rows), nameAndCallSite, joinSql),
    stages: collapseRepeats(stages(facts), (stage) => `${stage.within ?? ''}\n${nameAndCallSite(stage)}`, joinStages),
  };
}

function nameAndCallSite(unit: UnitSummary): string {
  return `${unit.name}\n${unit.callSite ?? ''}`;
}

/** A group lasts as long as any of its jobs is open. */
function jobGroups({ model }: Facts): UnitSummary[] {
  const groups = groupBy(model.jobs, (job) => job.jobGroup);
  groups.delete(undefined);
  return [...groups].map(([name, members]) => ({
    name: normaliseName(name ?? ''),
    occurrences: 1,
    durationMs: unionMs(members),
  }));
}

function jobName(job: Job): string {
  return normaliseName(job.description ?? job.name ?? 'job');
}

function jobs({ model }: Facts): UnitSummary[] {
  return model.jobs.map((job) => ({
    name: jobName(job),
    ...callSite(job.name),
    occurrences: 1,
    durationMs: job.endMs - job.startMs,
  }));
}

function callSite(text: string | undefined): { callSite?: string } {
  return text === undefined ? {} : { callSite: normaliseCallSite(text) };
}

function sqlExecutions({ model, stageStats }: Facts, rows: StageRows): SqlSummary[] {
  const inputBytes = new Map<number, number>();
  const inputRows = new Map<number, number>();
  model.stageAttempts.forEach(({ sqlExecutionId }, index) => {
    if (sqlExecutionId === undefined) return;
    inputBytes.set(sqlExecutionId, (inputBytes.get(sqlExecutionId) ?? 0) + (stageStats[index]?.inputBytes ?? 0));
    inputRows.set(sqlExecutionId, (inputRows.get(sqlExecutionId) ?? 0) + (rows.inputRows[index] ?? 0));
  });
  const jobsOf = groupBy(model.jobs, (job) => job.sqlExecutionId);
  return model.sqlExecutions.map((execution) => {
    // In Python the description of the execution is its call site, and what the program said stands at its jobs.
    const described = jobsOf.get(execution.id)?.find((job) => job.description !== undefined)?.description;
    return {
      name: normaliseName(described ?? execution.description ?? 'SQL execution'),
      ...callSite(execution.description ?? execution.callSite),
      occurrences: 1,
      durationMs: execution.endMs - execution.startMs,
      operators: sortKeys(execution.planOperators),
      inputBytes: inputBytes.get(execution.id) ?? 0,
      inputRows: inputRows.get(execution.id) ?? 0,
    };
  });
}

function stages({ model, stages: views }: Facts): StageSummary[] {
  const jobById = new Map(model.jobs.map((job) => [job.id, job]));
  return views.map(({ attempt, stats }) => {
    const job = attempt.jobId === undefined ? undefined : jobById.get(attempt.jobId);
    return {
      name: normaliseCallSite(attempt.name ?? 'stage'),
      occurrences: 1,
      durationMs: Math.max(0, attempt.endMs - attempt.startMs),
      ...(job && { within: jobName(job) }),
      tasks: stats.tasks,
      taskMs: stats.taskMs,
      longestTaskMs: stats.durationMs?.max ?? 0,
      medianTaskMs: stats.durationMs?.median ?? 0,
      inputBytes: stats.inputBytes,
      shuffleReadBytes: stats.shuffleReadBytes,
      diskSpilledBytes: stats.diskSpilledBytes,
      gcMs: stats.gcMs,
    };
  });
}

function joinSql(a: SqlSummary, b: SqlSummary): SqlSummary {
  return { ...a, inputBytes: a.inputBytes + b.inputBytes, inputRows: a.inputRows + b.inputRows };
}

function joinStages(a: StageSummary, b: StageSummary): StageSummary {
  return {
    ...a,
    tasks: a.tasks + b.tasks,
    taskMs: a.taskMs + b.taskMs,
    longestTaskMs: Math.max(a.longestTaskMs, b.longestTaskMs),
    medianTaskMs: Math.max(a.medianTaskMs, b.medianTaskMs),
    inputBytes: a.inputBytes + b.inputBytes,
    shuffleReadBytes: a.shuffleReadBytes + b.shuffleReadBytes,
    diskSpilledBytes: a.diskSpilledBytes + b.diskSpilledBytes,
    gcMs: a.gcMs + b.gcMs,
  };
}

function sortKeys(record: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
