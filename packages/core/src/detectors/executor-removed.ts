import type { Facts } from '../derive/facts.ts';
import type { RemovalClass } from '../derive/removal/classes.ts';
import type { RefinedRemoval } from '../derive/cluster/refine-removal.ts';
import { newExecutorWork, type ExecutorWork } from '../derive/removal/evidence.ts';
import type { Executor } from '../model/application-model.ts';
import { formatDuration, plural } from '../util/format.ts';
import { severityOfShare, type Severity } from '../util/severity.ts';
import { clusterEvidence } from './shared/cluster-evidence.ts';
import type { Advice, Detector, Evidence, Finding, Subject } from './types.ts';

/** One removed executor with all that is known about it. */
interface Loss {
  readonly executor: Executor;
  readonly removedMs: number;
  readonly removal: RefinedRemoval;
  readonly work: ExecutorWork;
}

/** Executors of one host that go within this time went for one reason: the driver notes them one after the other. */
const sameIncidentMs = 10_000;

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

/** Executors that went away before the end, grouped into incidents: why, and which work went with them. */
export const executorRemoved: Detector = {
  id: 'executor-removed',
  title: 'Executors removed',
  detect(facts) {
    const losses = facts.model.executors.flatMap((executor): Loss[] => {
      const removal = facts.removals.get(executor.id);
      if (removal === undefined || executor.removedMs === undefined || removal.class === 'shutdown') return [];
      const work = facts.executorWork.get(executor.id) ?? newExecutorWork();
      return [{ executor, removedMs: executor.removedMs, removal, work }];
    });
    return groupIntoIncidents(losses).map((incident) => toFinding(facts, incident));
  },
};

/** One incident: the executors of one host that went together; scaling down is one story over the whole run. */
function groupIntoIncidents(losses: readonly Loss[]): Loss[][] {
  const incidents: Loss[][] = [];
  for (const loss of [...losses].sort((a, b) => a.removedMs - b.removedMs)) {
    const incident = incidents.find((candidate) => {
      const last = candidate.at(-1);
      if (last?.removal.class !== loss.removal.class) return false;
      if (loss.removal.class === 'autoscaling') return true;
      return last.executor.host === loss.executor.host && loss.removedMs - last.removedMs <= sameIncidentMs;
    });
    if (incident === undefined) incidents.push([loss]);
    else incident.push(loss);
  }
  return incidents;
}

function toFinding(facts: Facts, incident: readonly Loss[]): Finding {
  const [first] = incident;
  if (first === undefined) throw new Error('an incident has at least one loss');
  const { removal } = first;
  const sum = (valueOf: (loss: Loss) => number) => incident.reduce((total, loss) => total + valueOf(loss), 0);
  const tasksLost = sum((loss) => loss.work.tasksLost);
  const resubmitted = sum((loss) => loss.work.resubmittedTasks);
  const coreMs = sum((loss) => loss.work.tasksLostMs + loss.work.resubmittedMs);
  // Lost work has to be done again on the slots that there are; a straggler can make it cost more.
  const wallClockMs = facts.meanSlots > 0 ? Math.round(coreMs / facts.meanSlots) : 0;
  const ids = incident.map((loss) => loss.executor.id);
  const sentence = removal.class === 'shutdown' ? 'removed' : sentences[removal.class];
  const workLost = tasksLost + resubmitted > 0 ? `, ${plural(tasksLost + resubmitted, 'task')} had to run again` : '';
  return {
    id: `executor-removed:${removal.class}:${ids.join(',')}`,
    kind: 'executor-removed',
    severity: severityOf(removal.class, wallClockMs, facts.model.application.durationMs),
    title: `${incident.length === 1 ? `Executor ${ids[0] ?? ''}` : plural(incident.length, 'executor')} ${sentence}${workLost}`,
    cause: {
      class: removal.class,
      confidence: removal.confidence,
      because: removal.because,
      ruledOut: removal.ruledOut,
    },
    subjects: incident.flatMap((loss): Subject[] => [{ type: 'executor', id: loss.executor.id }]),
    ranges: [{ startMs: first.removedMs, endMs: incident.at(-1)?.removedMs ?? first.removedMs }],
    cost: { wallClockMs, coreMs, basis: 'bound' },
    evidence: [
      ...incident.map((loss): Evidence => ({
        name: `removal reason of executor ${loss.executor.id}`,
        value: loss.removal.rawReason,
        ...(loss.executor.removedPlace && { place: loss.executor.removedPlace }),
      })),
      ...incident.slice(0, mostDeciders).flatMap(deciderOf),
      { name: 'tasks running when it went', value: tasksLost, unit: 'tasks' },
      { name: 'finished tasks run again', value: resubmitted, unit: 'tasks' },
      { name: 'task time lost', value: coreMs, unit: 'ms' },
      ...incident.slice(0, 1).map((loss): Evidence => {
        const livedMs = loss.removedMs - loss.executor.addedMs;
        return { name: `executor ${loss.executor.id} had lived`, value: livedMs, unit: 'ms' };
      }),
    ],
    advice: adviceFor(removal),
  };
}

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

/** Scaling idle executors down is what was asked for; any other loss is worth a look even when it cost little. */
function severityOf(removalClass: RemovalClass, lostMs: number, runMs: number): Severity {
  if (removalClass === 'autoscaling') return 'info';
  const byShare = severityOfShare(lostMs, runMs);
  return byShare === 'info' ? 'warning' : byShare;
}

function adviceFor(removal: RefinedRemoval): Advice[] {
  switch (removal.class) {
    case 'out-of-memory':
      return [
        {
          text: 'Give each task more memory: a larger heap, fewer tasks at once per executor, or more and smaller partitions.',
          setting: 'spark.executor.memory',
        },
        ...(removal.exitCode === 52
          ? []
          : [
              {
                text: 'If the container and not the heap was full, raise the overhead.',
                setting: 'spark.executor.memoryOverhead',
              },
            ]),
      ];
    case 'spot':
    case 'decommissioned':
      return [
        {
          text: 'Let leaving executors hand over their shuffle and cached blocks, so that nothing has to run again.',
          setting: 'spark.decommission.enabled',
          value: 'true',
        },
        { text: 'Also set spark.storage.decommission.shuffleBlocks.enabled, or keep shuffle data on another service.' },
      ];
    case 'autoscaling':
      return [
        {
          text: 'Expected when executors were idle. If they are asked for again soon after, let them wait longer.',
          setting: 'spark.dynamicAllocation.executorIdleTimeout',
        },
      ];
    case 'heartbeat-lost':
      return [
        {
          text: `Look at ${formatDuration(120_000)} before the loss: a garbage collection pause, a frozen node, or the network.`,
        },
      ];
    case 'preempted':
      return [{ text: 'Give the queue or the pod a higher priority, or run when there is room.' }];
    default:
      return [{ text: "Read the executor's own log and the cluster's events around this time: they say why." }];
  }
}
