import type { Facts } from '../derive/facts.ts';
import type { WallClockLabel } from '../derive/labels.ts';
import type { Confidence } from '../derive/removal/classes.ts';
import type { Gap } from '../derive/wall-clock.ts';
import type { ApplicationModel } from '../model/application-model.ts';
import { formatDuration } from '../util/format.ts';
import { severityOfShare } from '../util/severity.ts';
import type { Advice, Detector, Evidence, Finding, Subject } from './types.ts';

/** What the ledger's label of a gap says about its cause. */
interface GapCause {
  readonly class: string;
  readonly confidence: Confidence;
  readonly title: string;
  readonly because: string;
  readonly advice: readonly Advice[];
}

const causes: Readonly<Partial<Record<WallClockLabel, GapCause>>> = {
  'start-up': {
    class: 'start-up',
    confidence: 'certain',
    title: 'passed until the first executor was there or the first work was asked for',
    because: 'no executor had registered and nothing had been asked of Spark',
    advice: [
      { text: 'Start-up is paid for each application: join short applications, or keep a pool of warm machines.' },
    ],
  },
  idle: {
    class: 'idle',
    confidence: 'probable',
    title: 'passed with nothing asked of Spark',
    because: 'this application is driven from outside (a shell, a notebook, a server), and no query or job was open',
    advice: [{ text: 'If nobody was meant to wait here, let the cluster scale down or end sooner.' }],
  },
  'streaming-wait': {
    class: 'idle',
    confidence: 'probable',
    title: 'passed while streaming queries waited for their next trigger',
    because: 'streaming queries were running and no batch was open',
    advice: [
      { text: 'A longer wait costs idle executors; a shorter trigger, fewer executors or scaling down saves them.' },
    ],
  },
  'non-spark-code': {
    class: 'non-spark-code',
    confidence: 'probable',
    title: "passed in the program's own code",
    because: 'no query and no job was open, and the program runs by itself',
    advice: [
      {
        text: 'Look at the code between the work before and after: plain Python or JVM code runs on the driver alone.',
      },
    ],
  },
  planning: {
    class: 'planning',
    confidence: 'probable',
    title: 'passed while the driver planned a query',
    because: 'a query was open and none of its jobs had started or was left to start',
    advice: [
      { text: 'Build the plan with fewer steps: no columns added in a loop, fewer unions, a checkpoint in between.' },
    ],
  },
  commit: {
    class: 'commit',
    confidence: 'probable',
    title: 'passed after the last job of a query, in commit, listing or clean-up',
    because: 'a query was open and all its jobs were done',
    advice: [
      { text: 'Write fewer and larger files, and use a committer that does not rename or copy them on the driver.' },
    ],
  },
  'waiting-for-executors': {
    class: 'waiting-for-executors',
    confidence: 'certain',
    title: 'passed with a job waiting and no executor to run it',
    because: 'a job was open and no executor was alive',
    advice: [
      { text: 'Keep a few executors alive, or start with them.', setting: 'spark.dynamicAllocation.minExecutors' },
    ],
  },
};

const unknownCause: GapCause = {
  class: 'unknown',
  confidence: 'possible',
  title: 'passed inside a job without a running task',
  because:
    'a job was open and executors were there, yet nothing was launched; the log does not say what the driver did',
  advice: [{ text: "Read the driver's log and its garbage collection around this time." }],
};

/** Stretches without a running task that are long enough to matter, each with the reason that filled most of it. */
export const executionGap: Detector = {
  id: 'execution-gap',
  title: 'Execution gaps',
  detect(facts) {
    return facts.wallClock.gaps
      .flatMap((gap) => splitByCause(gap, facts.gapLimitMs))
      .map((gap) => toFinding(facts, gap));
  },
};

/**
 * A stretch with several causes that are each long enough becomes one gap per cause, from boundary to boundary. Where none
 * is, the whole stretch stays one gap and goes under what filled most of it.
 */
function splitByCause(gap: Gap, limitMs: number): Gap[] {
  const long = gap.segments.filter((segment) => segment.endMs - segment.startMs >= limitMs);
  if (long.length === 0) return [gap];
  return long.map((segment) => ({ startMs: segment.startMs, endMs: segment.endMs, segments: [segment] }));
}

function toFinding(facts: Facts, gap: Gap): Finding {
  const lengthMs = gap.endMs - gap.startMs;
  const shares = new Map<WallClockLabel, number>();
  for (const segment of gap.segments) {
    shares.set(segment.label, (shares.get(segment.label) ?? 0) + segment.endMs - segment.startMs);
  }
  const byLength = [...shares].sort((a, b) => b[1] - a[1]);
  const [mainLabel, mainMs] = byLength[0] ?? (['idle', 0] as const);
  const cause = causes[mainLabel] ?? unknownCause;
  const { model } = facts;
  const harmless = cause.class === 'idle';
  return {
    id: `execution-gap:${cause.class}:${gap.startMs}`,
    kind: 'execution-gap',
    severity: harmless ? 'info' : severityOfShare(lengthMs, model.application.durationMs),
    title: `${formatDuration(lengthMs)} ${cause.title}`,
    cause: {
      class: cause.class,
      confidence: cause.confidence,
      because: cause.because,
      ruledOut: ruleOut(model, gap, new Set(shares.keys())),
    },
    subjects: subjectsOf(model, gap),
    ranges: [{ startMs: gap.startMs, endMs: gap.endMs }],
    cost: { wallClockMs: lengthMs, coreMs: offeredSlotMs(model, gap), basis: 'interval' },
    evidence: [
      { name: 'length', value: lengthMs, unit: 'ms', limit: facts.gapLimitMs },
      { name: `of which ${mainLabel}`, value: mainMs, unit: 'ms' },
      ...byLength.slice(1).map(([label, ms]): Evidence => ({ name: `of which ${label}`, value: ms, unit: 'ms' })),
      ...neighbours(model, gap),
    ],
    advice: cause.advice,
  };
}

/** The query that was open during the gap, where it is one query's gap. */
function subjectsOf(model: ApplicationModel, gap: Gap): Subject[] {
  return model.sqlExecutions
    .filter((execution) => execution.startMs < gap.endMs && execution.endMs > gap.startMs)
    .slice(0, 10)
    .map((execution) => ({ type: 'sql-execution', id: execution.id }));
}

/** What ran before and after, for people who look for the line of code in between. */
function neighbours(model: ApplicationModel, gap: Gap): Evidence[] {
  let before: (typeof model.jobs)[number] | undefined;
  let after: (typeof model.jobs)[number] | undefined;
  for (const job of model.jobs) {
    if (job.startMs < gap.startMs) before = job;
    else after ??= job;
  }
  const nameOf = (job: (typeof model.jobs)[number]) => `job ${job.id}: ${job.description ?? job.name ?? 'unnamed'}`;
  return [
    ...(before === undefined ? [] : [{ name: 'before it', value: nameOf(before) }]),
    ...(after === undefined ? [] : [{ name: 'after it', value: nameOf(after) }]),
  ];
}

function offeredSlotMs(model: ApplicationModel, gap: Gap): number {
  return model.executors.reduce((sum, executor) => {
    const startMs = Math.max(gap.startMs, executor.addedMs);
    const endMs = Math.min(gap.endMs, executor.removedMs ?? gap.endMs);
    return sum + Math.max(0, endMs - startMs) * executor.slots;
  }, 0);
}

function ruleOut(model: ApplicationModel, gap: Gap, labels: ReadonlySet<WallClockLabel>) {
  const ruledOut: { class: string; because: string }[] = [];
  if (!labels.has('planning') && !labels.has('commit')) {
    ruledOut.push({ class: 'planning', because: 'no query was open' });
  }
  if (!labels.has('waiting-for-executors') && !labels.has('start-up')) {
    const alive = model.executors.filter(
      (executor) => executor.addedMs <= gap.startMs && (executor.removedMs ?? gap.endMs) >= gap.endMs,
    ).length;
    if (alive > 0) {
      ruledOut.push({ class: 'waiting-for-executors', because: `${alive} executors were alive all the time` });
    }
  }
  return ruledOut;
}
