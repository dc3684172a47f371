import type { Facts } from '../derive/facts.ts';
import type { RemovalClass } from '../derive/removal/classes.ts';
import { arrivalsOf, measureChurn } from '../derive/removal/churn.ts';
import { findIncidents, type Incident, type Loss } from '../derive/removal/incidents.ts';
import { findLostWork, type LostWork } from '../derive/removal/lost-work.ts';
import { priceIncident, type IncidentPrice } from '../derive/removal/price-incident.ts';
import { idleMsBefore, leastIdleTimeoutMs } from '../derive/removal/idle-timeout.ts';
import { leastOf } from '../util/extremes.ts';
import { plural } from '../util/format.ts';
import { severityOfShare, type Severity } from '../util/severity.ts';
import { stageSubject } from './shared/about-stage.ts';
import { clusterEvidence } from './shared/cluster-evidence.ts';
import { reasonEvidence } from './shared/reason-evidence.ts';
import { adviceFor } from './shared/removal-advice.ts';
import type { Advice, Detector, Evidence, Finding, Subject } from './types.ts';

const sentences: Readonly<Record<Exclude<RemovalClass, 'shutdown'>, string>> = {
  autoscaling: 'removed by autoscaling',
  spot: 'lost with a spot instance',
  preempted: 'preempted',
  'out-of-memory': 'ran out of memory',
  decommissioned: 'decommissioned',
  'node-lost': 'lost with the node or worker process, cause unknown',
  'heartbeat-lost': 'lost: the heartbeats stopped',
  crashed: 'ended by a crash or a kill from outside',
  excluded: 'excluded by Spark after failures',
  unknown: 'lost for a reason that the log does not tell',
};

/** Executors that went away before the end, grouped into incidents: why, which work went with them, and what that cost. */
export const executorRemoved: Detector = {
  id: 'executor-removed',
  title: 'Executors removed',
  detect(facts) {
    const incidents = findIncidents(facts);
    if (incidents.length === 0) return [];
    const lostWork = findLostWork(facts, incidents);
    const arrivalsMs = arrivalsOf(facts.model.executors);
    return incidents.map((incident, index) => toFinding(facts, incident, lostWork[index] ?? nothingLost, arrivalsMs));
  },
};

const nothingLost: LostWork = { hitAttempts: new Set(), retriedAttempts: new Set(), fetchFailures: 0 };

function toFinding(facts: Facts, incident: Incident, lost: LostWork, arrivalsMs: Float64Array): Finding {
  const { verdict, losses } = incident;
  const sum = (valueOf: (loss: Loss) => number) => losses.reduce((total, loss) => total + valueOf(loss), 0);
  const tasksAgain = sum((loss) => loss.work.tasksLost + loss.work.resubmittedTasks);
  const price = priceIncident(facts, incident, lost);
  const churn = measureChurn(arrivalsMs, incident);
  const wallClockMs = Math.round(price.redoneMs + price.fewerSlotsMs);
  const ids = losses.map((loss) => loss.executor.id);
  const sentence = sentenceOf(verdict);
  const workLost = tasksAgain > 0 ? `, ${plural(tasksAgain, 'task')} had to run again` : '';
  const droppedShuffle = lost.fetchFailures > 0 || sum((loss) => loss.work.resubmittedTasks) > 0;
  const restless = churn.isChurn || tasksAgain > 0 || droppedShuffle;
  return {
    id: `executor-removed:${verdict.class}:${ids.join(',')}`,
    kind: 'executor-removed',
    severity:
      verdict.class === 'autoscaling' && !restless
        ? 'info'
        : atLeastWarning(wallClockMs, facts.model.application.durationMs),
    title: `${losses.length === 1 ? `Executor ${ids[0] ?? ''}` : plural(losses.length, 'executor')} ${sentence}${workLost}`,
    cause: {
      class: verdict.class,
      confidence: verdict.confidence,
      because: verdict.because,
      ruledOut: verdict.ruledOut,
    },
    subjects: [
      ...losses.map((loss): Subject => ({ type: 'executor', id: loss.executor.id })),
      ...price.stages.slice(0, mostStages).map(({ attempt }): Subject => stageSubject(attempt)),
    ],
    ranges: [
      { startMs: incident.startMs, endMs: incident.endMs },
      ...price.stages.map(({ attempt }) => ({ startMs: attempt.startMs, endMs: attempt.endMs })),
    ],
    cost: {
      wallClockMs,
      coreMs: sum(lostTaskMs),
      basis: 'replay',
    },
    evidence: [
      ...reasonEvidence(
        losses.map(({ executor, removal }) => ({
          id: executor.id,
          reason: removal.rawReason,
          place: executor.removedPlace,
        })),
      ),
      ...incident.losses.slice(0, mostDeciders).flatMap(deciderOf),
      ...lossEvidence(facts, incident, lost, price),
      ...(verdict.class === 'autoscaling'
        ? [
            idleEvidence(facts, incident),
            { name: 'removed after less than two minutes', value: churn.shortLives, unit: 'executors' },
            { name: 'replaced within two minutes', value: churn.soonReplaced, unit: 'executors' },
          ]
        : []),
    ],
    advice: [...adviceFor(facts, incident), howToSee],
  };
}

function sentenceOf({ class: name, confidence }: Incident['verdict']): string {
  if (name === 'shutdown') return 'removed';
  // A title is no place for a guess.
  if (name === 'out-of-memory' && confidence === 'possible') return 'killed, perhaps for running out of memory';
  if (name === 'autoscaling' && confidence === 'possible') return 'stopped at the request of the driver';
  return sentences[name];
}

/** The shortest time that one of them had run no task, against the least after which dynamic allocation takes an executor. */
function idleEvidence({ model }: Facts, { losses }: Incident): Evidence {
  const idleMs = losses.map(({ executor, removedMs, work }) => idleMsBefore(executor, removedMs, work));
  const limit = leastIdleTimeoutMs(model);
  return { name: 'idle before it went, at least', value: leastOf(idleMs, (ms) => ms), unit: 'ms', limit };
}

/** More would hide the executors in a list; the ranges hold all. */
const mostStages = 10;

const howToSee: Advice = {
  text: 'It helped when the next run has no such removal, or no task that ended with ExecutorLostFailure or Resubmitted.',
};

/** One event of the cluster stands for each; scaling down has one for each step. */
const mostDeciders = 5;

/** The event of the cluster's side that decided, and what the event log alone had said. */
function deciderOf({ executor, removal }: Loss): Evidence[] {
  if (removal.decidedBy === undefined) return [];
  const { event, eventLogSaid } = removal.decidedBy;
  return [
    clusterEvidence(event),
    {
      name: `executor ${executor.id} by the event log alone`,
      value: `${eventLogSaid.class}, ${eventLogSaid.confidence}`,
    },
  ];
}

/** Any loss but expected scaling is worth a look even when it cost little. */
function atLeastWarning(lostMs: number, runMs: number): Severity {
  const byShare = severityOfShare(lostMs, runMs);
  return byShare === 'info' ? 'warning' : byShare;
}

function lostTaskMs({ work, removal }: Loss): number {
  const heapMs = removal.class === 'out-of-memory' ? work.heapOutOfMemoryMs : 0;
  return work.tasksLostMs + work.resubmittedMs + heapMs;
}

/** The numbers behind the price. */
function lossEvidence(facts: Facts, incident: Incident, lost: LostWork, price: IncidentPrice): Evidence[] {
  const sum = (valueOf: (loss: Loss) => number) => incident.losses.reduce((total, loss) => total + valueOf(loss), 0);
  const heapErrors = sum((loss) => loss.work.heapOutOfMemoryTasks);
  const first = incident.losses[0];
  const ms = (name: string, value: number): Evidence => ({ name, value: Math.round(value), unit: 'ms' });
  const tasks = (name: string, value: number): Evidence => ({ name, value, unit: 'tasks' });
  return [
    tasks(
      'tasks running when it went',
      sum((loss) => loss.work.tasksLost),
    ),
    tasks(
      'finished tasks run again',
      sum((loss) => loss.work.resubmittedTasks),
    ),
    ...(heapErrors > 0 ? [tasks('tasks that failed with a Java OutOfMemoryError before', heapErrors)] : []),
    ...(lost.fetchFailures > 0 ? [tasks('tasks that could not fetch shuffle data after it', lost.fetchFailures)] : []),
    ...(lost.retriedAttempts.size > 0
      ? [{ name: 'stage attempts run again after it', value: lost.retriedAttempts.size, unit: 'attempts' }]
      : []),
    ms(
      'task time lost',
      sum((loss) => loss.work.tasksLostMs + loss.work.resubmittedMs),
    ),
    ms('added to the stages that lost work', price.redoneMs),
    ...(price.fewerSlotsMs > 0 ? [ms('added to later stages by fewer slots', price.fewerSlotsMs)] : []),
    { name: 'slots before it', value: price.slotsBefore, unit: 'slots' },
    price.replacedAfterMs === undefined
      ? { name: 'as many slots again', value: 'never' }
      : ms('as many slots again after', price.replacedAfterMs),
    ...(first === undefined
      ? []
      : [ms(`executor ${first.executor.id} had lived`, first.removedMs - first.executor.addedMs)]),
    ...(facts.model.exclusions.length > 0
      ? [{ name: 'exclusions in this run', value: facts.model.exclusions.length, unit: 'exclusions' }]
      : []),
  ];
}
