import { plural } from '../../util/format.ts';
import { groupBy } from '../../util/group-by.ts';
import type { ClusterEvent, ClusterEventDraft, ClusterPlace, LossReading } from '../cluster-event.ts';
import { scrub } from '../scrub.ts';
import type { DatabricksEvent } from './event-schema.ts';
import { isAutoscaling, readReason } from './reasons.ts';
import { readSimpleEvent } from './simple-events.ts';

export interface PlacedEvent {
  readonly event: DatabricksEvent;
  readonly place: ClusterPlace;
}

/** A driver that answers again, or a cluster that runs, ends an outage. */
const driverIsBack = new Set(['DRIVER_HEALTHY', 'RUNNING', 'RESTARTING', 'TERMINATING']);
/** The event that tells why nodes were lost follows within some minutes: first the loss is seen, then it is replaced. */
const followsWithinMs = 600_000;

/**
 * Reads the events of clusters as a story: order of time (the API gives the newest first), repeated deliveries once, starts joined
 * with their ends.
 */
export function interpretDatabricksEvents(placed: readonly PlacedEvent[]): ClusterEvent[] {
  const byCluster = groupBy(inOrder(placed), ({ event }) => event.cluster_id);
  return [...byCluster.values()].flatMap((events) =>
    events.flatMap(({ event, place }, index): ClusterEvent[] => {
      const later = events.slice(index + 1, index + 1 + mostLookedAt).map((each) => each.event);
      const draft = readEvent(event, later);
      const subject = { clusterId: event.cluster_id, ...draft.subject };
      return [{ source: 'databricks-events', ...draft, subject, place }];
    }),
  );
}

/** Ends stand near their starts; a cluster of weeks has tens of thousands of events. */
const mostLookedAt = 500;

function inOrder(placed: readonly PlacedEvent[]): PlacedEvent[] {
  const seen = new Set<string>();
  return placed
    .filter(({ event }) => {
      const key = JSON.stringify([event.cluster_id, event.timestamp, event.type, event.details]);
      return seen.size < seen.add(key).size;
    })
    .sort((a, b) => a.event.timestamp - b.event.timestamp);
}

function readEvent(event: DatabricksEvent, later: readonly DatabricksEvent[]): ClusterEventDraft {
  const { details, timestamp: epochMs, type } = event;
  const base = { type, epochMs, subject: {} };
  const next = (isIt: (candidate: DatabricksEvent) => boolean) => later.find(isIt);
  switch (type) {
    case 'CREATING':
    case 'STARTING':
    case 'RESTARTING': {
      const end = next((each) => each.type === 'RUNNING' || each.type === 'TERMINATING');
      const ran = end?.type === 'RUNNING';
      return {
        ...base,
        topic: 'life-cycle',
        level: end === undefined || ran ? 'info' : 'error',
        endEpochMs: end?.timestamp,
        text: ran ? 'the cluster started' : 'the cluster was to start, and did not come to run',
      };
    }
    case 'TERMINATING':
    case 'TERMINATED': {
      const reason = readReason(details.reason?.code ?? 'no reason given');
      const text = `the cluster was ended: ${reason.says}${nameOf(details.reason?.code, reason.says)}`;
      return {
        ...base,
        topic: 'life-cycle',
        level: reason.level,
        text,
        loss: reason.loss ?? endedCluster(reason.says),
      };
    }
    case 'RESIZING':
      return readResizing(
        event,
        next((each) => /^(?:UPSIZE_COMPLETED|RESIZING|TERMINATING)$/.test(each.type)),
      );
    case 'NODES_LOST':
      return { ...base, ...readNodesLost(event, later) };
    case 'ADD_NODES_FAILED': {
      const code = details.reason?.code;
      const says = code === undefined ? '' : `: ${readReason(code).says}${nameOf(code, readReason(code).says)}`;
      const end = next((each) => each.type === 'UPSIZE_COMPLETED' || each.type === 'TERMINATING');
      return {
        ...base,
        topic: 'nodes',
        level: 'error',
        endEpochMs: end?.timestamp,
        text: `nodes could not be added${says}`,
        outage: 'nodes',
      };
    }
    case 'DRIVER_NOT_RESPONDING':
    case 'DRIVER_UNAVAILABLE': {
      const message = details.driver_state_message;
      const state = type === 'DRIVER_UNAVAILABLE' ? 'the driver was unavailable' : 'the driver did not respond';
      return {
        ...base,
        topic: 'driver',
        level: 'error',
        endEpochMs: next((each) => driverIsBack.has(each.type))?.timestamp,
        text: `${state}${message === undefined ? '' : `: ${scrub(message)}`}`,
        outage: 'driver',
      };
    }
    case 'INIT_SCRIPTS_STARTED': {
      const end = next((each) => each.type === 'INIT_SCRIPTS_FINISHED');
      return { ...base, topic: 'init-script', level: 'info', endEpochMs: end?.timestamp, text: 'init scripts ran' };
    }
    default:
      return { ...base, ...readSimpleEvent(event) };
  }
}

function endedCluster(says: string): LossReading {
  return { class: 'shutdown', confidence: 'probable', because: `the cluster was ended: ${says}` };
}

/** The code itself, for those who look it up. */
function nameOf(code: string | undefined, says: string): string {
  return code === undefined || code === says ? '' : ` (${code})`;
}

function readResizing(event: DatabricksEvent, end: DatabricksEvent | undefined): ClusterEventDraft {
  const { cause, current_num_workers: current = 0, target_num_workers: target, user } = event.details;
  const down = target !== undefined && target < current;
  const size = target === undefined ? '' : ` from ${current} to ${plural(target, 'worker')}`;
  const who = isAutoscaling(cause)
    ? 'autoscaling'
    : cause === 'AUTORECOVERY'
      ? 'the platform, to replace lost nodes'
      : cause === 'REPLACE_BAD_NODES'
        ? 'the platform, to replace bad nodes'
        : cause === 'USER_REQUEST' || user !== undefined
          ? 'a user'
          : (cause ?? 'the platform');
  return {
    type: event.type,
    topic: 'resize',
    level: cause === 'AUTORECOVERY' || cause === 'REPLACE_BAD_NODES' ? 'warning' : 'info',
    epochMs: event.timestamp,
    endEpochMs: end?.timestamp,
    text: `the cluster was resized${size} by ${who}`,
    subject: {},
    ...(down && { loss: lossByResize(cause, who), lossCount: current - target }),
  };
}

function lossByResize(cause: string | undefined, who: string): LossReading {
  if (isAutoscaling(cause)) {
    return { class: 'autoscaling', confidence: 'certain', because: 'autoscaling was taking workers away' };
  }
  return { class: 'decommissioned', confidence: 'probable', because: `the cluster was being made smaller by ${who}` };
}

/** No cause stands inside NODES_LOST; what follows tells that nodes are replaced, and a spot code tells why. */
function readNodesLost(
  event: DatabricksEvent,
  later: readonly DatabricksEvent[],
): Pick<ClusterEvent, 'topic' | 'level' | 'text' | 'endEpochMs' | 'loss' | 'lossCount' | 'outage'> {
  const soon = later.filter((each) => each.timestamp - event.timestamp <= followsWithinMs);
  const codes = [event, ...soon].flatMap((each) => each.details.reason?.code ?? []);
  const reading = codes.map(readReason).find(({ loss }) => loss?.class === 'spot');
  const recovery = soon.find((each) => each.details.cause === 'AUTORECOVERY');
  const before = event.details.current_num_workers;
  const target = recovery?.details.target_num_workers;
  const now = recovery?.details.current_num_workers ?? before;
  const lossCount = target !== undefined && now !== undefined && target > now ? target - now : undefined;
  const replaced = recovery === undefined ? '' : ', which the platform then replaced';
  return {
    topic: 'nodes',
    level: 'error',
    endEpochMs:
      recovery &&
      soon.find((each) => each.type === 'UPSIZE_COMPLETED' && each.timestamp >= recovery.timestamp)?.timestamp,
    text: `${lossCount === undefined ? 'nodes were' : lossCount === 1 ? 'a node was' : `${lossCount} nodes were`} lost${reading === undefined ? '' : `: ${reading.says}`}${replaced}`,
    loss: reading?.loss ?? {
      class: 'node-lost',
      confidence: 'certain',
      because: 'the platform noted the loss of nodes, and not why',
    },
    lossCount,
    outage: 'nodes',
  };
}
