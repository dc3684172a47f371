import type { Facts } from '../derive/facts.ts';
import { gapLimits } from '../derive/finding-limits.ts';
import { explainGaps, hugePlanChars, type ExplainedGap, type GapCause } from '../derive/gap-causes.ts';
import { openQueries, ruleOutCauses } from '../derive/gap-evidence.ts';
import type { ApplicationModel, Job } from '../model/application-model.ts';
import { formatDuration } from '../util/format.ts';
import { severityOfShare, type Severity } from '../util/severity.ts';
import { clusterEvidence } from './shared/cluster-evidence.ts';
import { malfunctionAdvice } from './shared/malfunction-advice.ts';
import { wasDriverOverloaded } from './shared/driver-crowd.ts';
import type { Advice, Detector, Evidence, Finding, Subject } from './types.ts';

const titles: Readonly<Record<GapCause, string>> = {
  idle: 'passed with nothing asked of Spark',
  planning: 'passed while the driver planned a query',
  'non-spark-code': "passed in the program's own code",
  'driver-overloaded': 'passed while the driver was overloaded',
  'cluster-malfunction': 'passed while the cluster did not work',
  'start-up': 'passed before the first work was asked of Spark',
  'waiting-for-executors': 'passed with a job waiting and no executor to run it',
  commit: 'passed after the last job of a query, in commit, listing or clean-up',
  unknown: 'passed without a running task that the log knows of',
};

const advice: Readonly<Record<Exclude<GapCause, 'cluster-malfunction'>, Advice>> = {
  idle: { text: 'If nobody was meant to wait here, let the cluster scale down or end sooner.' },
  planning: {
    text: 'Build the plan with fewer steps: no columns added in a loop, fewer unions, a checkpoint in between.',
  },
  'non-spark-code': {
    text: 'Look at the code between the work before and after: plain Python or JVM code runs on the driver alone, and so does building a plan in a loop (withColumn, union), which analyses all of it again at each step.',
  },
  'driver-overloaded': { text: 'Run fewer queries at once on this driver, or give it more cores and memory.' },
  'start-up': { text: 'Start-up is paid by each application: join short applications, or keep warm machines ready.' },
  'waiting-for-executors': {
    text: 'Keep a few executors alive, or start with them.',
    setting: 'spark.dynamicAllocation.minExecutors',
  },
  commit: {
    text: 'Write fewer and larger files, and use a committer that does not rename or copy them on the driver.',
  },
  unknown: { text: "Read the driver's log and its garbage collection around this time." },
};

/** What a gap says in place of its own cost and advice when the overloaded driver is a finding. */
const crowdSymptom: Advice = { text: 'Its time is counted with the overloaded driver (see driver-overloaded).' };

/** YARN, Kubernetes and Databricks hand out first executors within some tens of seconds when machines are there. */
const usualStartUpMs = 60_000;

/** Stretches without a running task that are long enough to matter, each with its cause. */
export const executionGap: Detector = {
  id: 'execution-gap',
  title: 'Execution gaps',
  limits: gapLimits,
  detect(facts) {
    const losses = facts.model.executors.flatMap(({ id, removedMs }) => {
      const removal = facts.removals.get(id)?.class;
      return removedMs === undefined || removal === 'autoscaling' || removal === 'shutdown' ? [] : [removedMs];
    });
    return explainGaps(facts.model, facts.wallClock.gaps, facts.gapLimitMs, losses, facts.outages).map((gap) =>
      toFinding(facts, gap),
    );
  },
};

function toFinding(facts: Facts, gap: ExplainedGap): Finding {
  const { model } = facts;
  const { startMs, endMs, cause } = gap;
  const lengthMs = endMs - startMs;
  const isSymptom = cause === 'driver-overloaded' && wasDriverOverloaded(facts);
  return {
    id: `execution-gap:${cause}:${startMs}`,
    kind: 'execution-gap',
    severity: isSymptom ? 'info' : severityOf(gap, model),
    title: `${formatDuration(lengthMs)} ${titles[cause]}`,
    cause: { class: cause, confidence: gap.confidence, because: gap.because, ruledOut: ruleOutCauses(facts, gap) },
    subjects: subjectsOf(facts, gap),
    ranges: [{ startMs, endMs }],
    cost: isSymptom
      ? { wallClockMs: 0, coreMs: 0, basis: 'interval' }
      : { wallClockMs: lengthMs, coreMs: offeredSlotMs(model, gap), basis: 'interval' },
    evidence: [
      { name: 'length', value: lengthMs, unit: 'ms', limit: facts.gapLimitMs },
      ...gap.parts.map(([label, ms]): Evidence => ({ name: `of which ${label}`, value: ms, unit: 'ms' })),
      ...planEvidence(facts, gap),
      ...(gap.outage === undefined ? [] : [clusterEvidence(gap.outage.event)]),
      ...neighbours(model, gap),
    ],
    advice: [
      isSymptom ? crowdSymptom : cause === 'cluster-malfunction' ? malfunctionAdvice(facts, gap) : advice[cause],
    ],
  };
}

/**
 * Waiting that was meant is no fault, a start within a minute is what cluster managers usually take, and nothing can be said
 * of what was compacted away.
 */
function severityOf(gap: ExplainedGap, model: ApplicationModel): Severity {
  const lengthMs = gap.endMs - gap.startMs;
  const usual =
    gap.cause === 'idle' ||
    (gap.cause === 'start-up' && lengthMs < usualStartUpMs) ||
    gap.parts.some(([label]) => label === 'unknown');
  return usual ? 'info' : severityOfShare(lengthMs, model.application.durationMs);
}

/** The queries that were open during the gap, and the jobs. */
function subjectsOf(facts: Facts, gap: ExplainedGap): Subject[] {
  const jobs = facts.model.jobs.filter((job) => job.startMs < gap.endMs && job.endMs > gap.startMs);
  return [
    ...openQueries(facts, gap)
      .slice(0, 10)
      .map((execution): Subject => ({ type: 'sql-execution', id: execution.id })),
    ...jobs.slice(0, 10).map((job): Subject => ({ type: 'job', id: job.id })),
  ];
}

/** How large the plan was that the driver worked on, what it does, and how often it was planned anew. */
function planEvidence(facts: Facts, gap: ExplainedGap): Evidence[] {
  const about = gap.hugePlan ?? (['planning', 'commit'].includes(gap.cause) ? openQueries(facts, gap)[0] : undefined);
  if (about === undefined) return [];
  const { id, planTextChars, planChanges, plan, description, callSite, startPlace } = about;
  const kinds = plan?.nodeKinds.slice(0, 4).map(([kind, count]) => `${count} ${kind}`) ?? [];
  return [
    {
      name: `plan text of query ${id}`,
      value: planTextChars,
      unit: 'characters',
      limit: hugePlanChars,
      ...(startPlace && { place: startPlace }),
    },
    ...(plan === undefined ? [] : [{ name: 'nodes of its plan', value: plan.nodeCount, unit: 'nodes' }]),
    ...(kinds.length === 0 ? [] : [{ name: 'most of them', value: kinds.join(', ') }]),
    ...(planChanges > 0 ? [{ name: 'planned anew by adaptive execution', value: planChanges, unit: 'times' }] : []),
    ...(description === undefined ? [] : [{ name: 'query', value: description }]),
    ...(callSite === undefined || callSite === '' ? [] : [{ name: 'called at', value: callSite }]),
  ];
}

/** What ran before and after, for people who look for the line of code in between. */
function neighbours(model: ApplicationModel, gap: ExplainedGap): Evidence[] {
  let before: Job | undefined;
  let after: Job | undefined;
  for (const job of model.jobs) {
    if (job.startMs < gap.startMs) before = job;
    else after ??= job;
  }
  const nameOf = ({ id, description, name }: Job) => {
    // The name of a job is its call site.
    const site = description !== undefined && name !== undefined && name !== description ? ` (${name})` : '';
    return `job ${id}: ${description ?? name ?? 'unnamed'}${site}`;
  };
  return [
    ...(before === undefined ? [] : [{ name: 'before it', value: nameOf(before) }]),
    ...(after === undefined ? [] : [{ name: 'after it', value: nameOf(after) }]),
  ];
}

function offeredSlotMs(model: ApplicationModel, gap: ExplainedGap): number {
  return model.executors.reduce((sum, executor) => {
    const startMs = Math.max(gap.startMs, executor.addedMs);
    const endMs = Math.min(gap.endMs, executor.removedMs ?? gap.endMs);
    return sum + Math.max(0, endMs - startMs) * executor.slots;
  }, 0);
}
