import type { ClusterEvent, LossReading } from '../../cluster/cluster-event.ts';
import type { ApplicationModel, Executor } from '../../model/application-model.ts';
import type { Removal } from '../removal/classify.ts';
import type { RemovalClass } from '../removal/classes.ts';
import type { ClusterJoin } from './join.ts';
import type { JoinedEvent } from './joined-event.ts';
import { isSameHost } from './same-host.ts';

/** Which event of the cluster's side decided, and what the event log alone had said. */
export interface ClusterVerdict {
  readonly event: ClusterEvent;
  /** How the event was found to be about this executor. */
  readonly matchedBy: 'executor' | 'host' | 'time';
  readonly eventLogSaid: { readonly class: RemovalClass; readonly confidence: Removal['confidence'] };
}

export type RefinedRemoval = Removal & { readonly decidedBy?: ClusterVerdict };

/** An executor's own end is noted within this time on both sides; a frozen one is missed after two minutes by default. */
const sameExecutorMs = 10 * 60_000;
const sameHostMs = 5 * 60_000;
/** Where nothing but time speaks, the driver notices a loss within its heartbeat time-out, and not before it happened. */
const noticedAfterMs = 150_000;
const noticedBeforeMs = 30_000;

/** How much a class tells: a verdict gives way only to one that tells more. */
const tells: Readonly<Record<RemovalClass, number>> = {
  unknown: 0,
  crashed: 1,
  'node-lost': 2,
  'heartbeat-lost': 2,
  decommissioned: 3,
  shutdown: 4,
  autoscaling: 4,
  spot: 4,
  preempted: 4,
  'out-of-memory': 4,
  excluded: 5,
};

/**
 * Lets the cluster's log sharpen a verdict that the event log alone gave. Clear words of the event log (certain, and of a class
 * that names a cause) stay as they are.
 */
export function refineRemoval(
  model: ApplicationModel,
  executor: Executor,
  removal: Removal,
  join: ClusterJoin,
): RefinedRemoval {
  if (executor.removedMs === undefined || !mayChange(removal)) return removal;
  const best = candidates(executor, executor.removedMs, join)
    .map((match) => ({ ...match, loss: readLoss(model, match.joined.event) }))
    .filter(({ loss, matchedBy }) => mayDecide(removal, loss, matchedBy))
    .sort(
      (a, b) =>
        rank[a.matchedBy] - rank[b.matchedBy] || tells[b.loss.class] - tells[a.loss.class] || a.apartMs - b.apartMs,
    )[0];
  if (best === undefined) return removal;
  const { loss, matchedBy, joined } = best;
  const byTime = matchedBy === 'time';
  // Another node may have gone at the same moment for another reason, unless there was none.
  const isOnlyOne = byTime && goneThen(model, joined) === joined.event.lossCount && isOfNode(removal);
  const isGuess = byTime && !isOnlyOne && loss.confidence === 'certain';
  return {
    ...removal,
    class: loss.class,
    confidence: isGuess ? 'probable' : loss.confidence,
    because: `${loss.because}${byTime ? ' at that time' : ''}${isOnlyOne ? ', and no other node went then' : ''}`,
    ruledOut: removal.ruledOut.filter((candidate) => candidate.class !== loss.class),
    decidedBy: {
      event: joined.event,
      matchedBy,
      eventLogSaid: { class: removal.class, confidence: removal.confidence },
    },
  };
}

/** How many machines lost executors when a source without names says that some went. */
function goneThen(model: ApplicationModel, joined: JoinedEvent): number {
  const gone = model.executors.filter(
    ({ removedMs }) =>
      removedMs !== undefined && removedMs < model.application.durationMs && isNoticedOf(joined, removedMs),
  );
  return new Set(gone.map(({ host }) => host)).size;
}

/** The event log itself says that the machine went, and not only a process on it. */
function isOfNode({ class: known, confidence }: Removal): boolean {
  return confidence === 'certain' && (known === 'node-lost' || known === 'decommissioned');
}

function isNoticedOf({ startMs, endMs }: JoinedEvent, removedMs: number): boolean {
  return removedMs >= startMs - noticedBeforeMs && removedMs <= (endMs ?? startMs) + noticedAfterMs;
}

const rank = { executor: 0, host: 1, time: 2 } as const;

function mayChange({ class: known, confidence }: Removal): boolean {
  return confidence !== 'certain' || tells[known] < tells.shutdown;
}

function mayDecide(removal: Removal, loss: LossReading, matchedBy: ClusterVerdict['matchedBy']): boolean {
  // A process that ended with a code of its own did not go with a node, whatever else happened then.
  if (matchedBy === 'time' && removal.class === 'crashed' && removal.confidence === 'certain') return false;
  if (loss.class === removal.class)
    return confidences.indexOf(loss.confidence) < confidences.indexOf(removal.confidence);
  const gain = tells[loss.class] - tells[removal.class];
  return gain > 0 || (gain === 0 && removal.confidence !== 'certain' && loss.confidence === 'certain');
}
const confidences = ['certain', 'probable', 'possible'];

interface Match {
  readonly joined: JoinedEvent;
  readonly matchedBy: ClusterVerdict['matchedBy'];
  readonly apartMs: number;
}

function candidates(executor: Executor, removedMs: number, join: ClusterJoin): Match[] {
  return join.events.flatMap((joined): Match[] => {
    const { event, startMs, endMs } = joined;
    if (event.loss === undefined) return [];
    const apartMs = Math.max(0, startMs - removedMs, removedMs - (endMs ?? startMs));
    const { executorId, host } = event.subject;
    if (executorId !== undefined) {
      return executorId === executor.id && apartMs <= sameExecutorMs
        ? [{ joined, matchedBy: 'executor', apartMs }]
        : [];
    }
    if (host !== undefined) {
      const isIts = [executor.host, ...(join.nodes.get(executor.id) ?? [])].some((name) => isSameHost(host, name));
      return isIts && apartMs <= sameHostMs ? [{ joined, matchedBy: 'host', apartMs }] : [];
    }
    return isNoticedOf(joined, removedMs) ? [{ joined, matchedBy: 'time', apartMs }] : [];
  });
}

/** Databricks notes that nodes were lost, and not that the cloud took them back; on a cluster of spot instances it mostly did. */
function readLoss(model: ApplicationModel, { source, type, loss }: ClusterEvent): LossReading {
  const reading: LossReading = loss ?? { class: 'node-lost', confidence: 'possible', because: type };
  const availability = model.environment.spark.get('spark.databricks.clusterUsageTags.clusterAvailability') ?? '';
  if (source !== 'databricks-events' || type !== 'NODES_LOST' || reading.class !== 'node-lost') return reading;
  if (!/^(?:SPOT|PREEMPTIBLE)/.test(availability)) return reading;
  return {
    class: 'spot',
    confidence: 'probable',
    because: `the platform noted the loss of nodes of a cluster on spot instances (${availability})`,
  };
}
