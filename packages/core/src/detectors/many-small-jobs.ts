import type { Facts, StageView } from '../derive/facts.ts';
import { littleDataBytes } from '../derive/little-data.ts';
import type { Job } from '../model/application-model.ts';
import { formatDuration, plural } from '../util/format.ts';
import { groupBy } from '../util/group-by.ts';
import { declareLimits } from '../util/limits.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import { unionMs } from '../util/spans.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Detector, Finding } from './types.ts';

const limits = declareLimits('many-small-jobs', {
  leastJobs: {
    usual: 50,
    unit: 'count',
    reason: 'Fewer may well be the steps of a program; a loop over items has more.',
  },
  smallJobMs: {
    usual: 2_000,
    unit: 'ms',
    reason: 'Longer jobs have work of their own to hide what each of them costs.',
  },
});

/** Many short jobs from one line of code: the cluster waits for the driver between them, and none fills it. */
export const manySmallJobs: Detector = {
  id: 'many-small-jobs',
  title: 'Many small jobs',
  limits,
  detect(facts) {
    const { leastJobs, smallJobMs } = facts.limitsOf(limits);
    // The batches of a stream run their jobs one after the other by design.
    const jobs = facts.model.jobs.filter((job) => job.streamingQueryId === undefined);
    const groups = groupBy(jobs, (job) => job.name ?? job.description ?? '');
    return [...groups]
      .filter(([, group]) => group.length >= leastJobs && medianMs(group) < smallJobMs)
      .map(([name, group]) => toFinding(facts, measure(facts, name, group)))
      .filter((finding) => finding.cost.wallClockMs >= facts.noticeableMs);
  },
};

function medianMs(jobs: readonly Job[]): number {
  return quantilesOfSorted(Float64Array.from(jobs, (job) => job.endMs - job.startMs).sort()).median;
}

/** Jobs from one line of code, and what became of the time of their loop. */
interface JobGroup {
  readonly name: string;
  readonly jobs: readonly Job[];
  readonly openMs: number;
  readonly betweenMs: number;
  readonly taskMs: number;
  /** What each task spent in code whatever its work. */
  readonly fixedMs: number;
  /** What of the task time was work: without launching, loading, calling and reporting each task, which one large job does far less often. */
  readonly workMs: number;
}

function measure(facts: Facts, name: string, jobs: readonly Job[]): JobGroup {
  const ids = new Set(jobs.map((job) => job.id));
  const stages = facts.stages.filter(({ attempt: { jobId } }) => jobId !== undefined && ids.has(jobId));
  const fixedMs = fixedMsPerTask(facts, stages);
  let taskMs = 0;
  let workMs = 0;
  for (const { stats, index } of stages) {
    const runMs = facts.stageSums.sumOf('executorRunMs', index);
    taskMs += stats.taskMs;
    // Logs without metrics do not tell the time in code.
    workMs += runMs > 0 ? Math.max(0, Math.min(runMs, stats.taskMs) - fixedMs * stats.tasks) : stats.taskMs;
  }
  return {
    name,
    jobs,
    openMs: unionMs(jobs.map(({ startMs, endMs }) => ({ startMs: Math.max(0, startMs), endMs }))),
    betweenMs: betweenJobsMs(facts.model.jobs, ids, facts.limitsOf(limits).smallJobMs),
    taskMs,
    fixedMs,
    workMs,
  };
}

/** Spark's tuning guide takes tasks down to this length as worth their while; a shorter one is mostly what each task costs. */
const shortTaskMs = 200;

/**
 * What each task of a loop spends in code whatever its work: calling the program's code, starting or reaching a Python worker. Read off tasks
 * that neither compute nor read: a quarter of them did with less. 0 where they take longer than such costs explain, for then they may wait for
 * something that takes as long in one large job.
 */
function fixedMsPerTask(facts: Facts, stages: readonly StageView[]): number {
  const waitsMs = stages.flatMap(({ stats, index }) => {
    const parts = facts.stageTimeParts[index];
    if (parts === undefined || parts.tasks === 0) return [];
    const bytes = stats.inputBytes + stats.shuffleReadBytes + stats.shuffleWriteBytes + stats.outputBytes;
    return bytes > littleDataBytes * parts.tasks ? [] : [Math.max(0, parts.runMs - parts.cpuMs) / parts.tasks];
  });
  if (2 * waitsMs.length <= stages.length) return 0;
  const { p25, median } = quantilesOfSorted(Float64Array.from(waitsMs).sort());
  return median <= shortTaskMs ? p25 : 0;
}

function toFinding(facts: Facts, { name, jobs, openMs, betweenMs, taskMs, fixedMs, workMs }: JobGroup): Finding {
  const limit = facts.limitsOf(limits);
  const first = jobs[0];
  const last = jobs.at(-1);
  // All their work in one job would fill the slots, and the driver would prepare one job.
  const slots = jobs.reduce((sum, { startMs }) => sum + facts.slotSteps.at(startMs), 0) / jobs.length;
  const wallClockMs = Math.max(0, Math.round(openMs + betweenMs - workMs / Math.max(1, slots)));
  return {
    id: `many-small-jobs:${first?.id ?? 0}`,
    kind: 'many-small-jobs',
    severity: severityOfShare(wallClockMs, facts.model.application.durationMs),
    title: `${plural(jobs.length, 'job')} of ${formatDuration(medianMs(jobs))} each from one line of code`,
    cause: {
      class: 'many-small-jobs',
      confidence: 'probable',
      because:
        'they come from one call site, one after the other, and their tasks together would fill the slots for far less time',
      ruledOut: [],
    },
    subjects: jobs.slice(0, 10).map((job) => ({ type: 'job', id: job.id })),
    ranges: [{ startMs: first?.startMs ?? 0, endMs: last?.endMs ?? 0 }],
    cost: { wallClockMs, coreMs: Math.round(wallClockMs * facts.meanSlots), basis: 'interval' },
    evidence: [
      { name: 'jobs', value: jobs.length, unit: 'jobs', limit: limit.leastJobs },
      { name: 'median job', value: medianMs(jobs), unit: 'ms', limit: limit.smallJobMs },
      { name: 'time with one of them open', value: openMs, unit: 'ms' },
      { name: 'between them, without another job', value: betweenMs, unit: 'ms' },
      { name: 'their task time', value: taskMs, unit: 'ms' },
      { name: 'of which counts as work', value: Math.round(workMs), unit: 'ms' },
      ...(fixedMs > 0
        ? [{ name: 'in code for each task, whatever its work', value: Math.round(fixedMs), unit: 'ms' }]
        : []),
      { name: 'cost of each job', value: Math.round(wallClockMs / jobs.length), unit: 'ms' },
      { name: 'call site', value: name },
    ],
    advice: [
      {
        text: 'Do in one query what the loop does item by item (a join, a union, a group by), or run items in parallel threads.',
      },
    ],
  };
}

/**
 * What the driver takes from one job of the group to the next: planning, serialising, the loop's own code. Longer pauses, and those in
 * which another job began, are something else.
 */
function betweenJobsMs(inOrder: readonly Job[], group: ReadonlySet<number>, smallJobMs: number): number {
  let total = 0;
  let endMs: number | undefined;
  for (const job of inOrder) {
    if (!group.has(job.id)) endMs = undefined;
    else {
      const pauseMs = endMs === undefined ? 0 : job.startMs - endMs;
      if (pauseMs > 0 && pauseMs < smallJobMs) total += pauseMs;
      endMs = Math.max(endMs ?? 0, job.endMs);
    }
  }
  return total;
}
