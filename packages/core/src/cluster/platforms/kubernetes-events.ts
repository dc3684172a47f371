import * as z from 'zod';
import type { ClusterEventDraft, ClusterLevel, ClusterTopic, LossReading } from '../cluster-event.ts';
import { optionalEpochMs, optionalText, unread } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { scrub } from '../scrub.ts';
import type { RecordReader } from './record-reader.ts';

const about = z.object({ kind: optionalText, name: optionalText }).optional().catch(undefined);

/** `v1` events, and those of `events.k8s.io/v1`, which call the same things by other names. */
const kubernetesEvent = z.object({
  reason: z.string(),
  message: optionalText,
  note: optionalText,
  type: optionalText,
  involvedObject: about,
  regarding: about,
  firstTimestamp: optionalEpochMs,
  lastTimestamp: optionalEpochMs,
  eventTime: optionalEpochMs,
  deprecatedLastTimestamp: optionalEpochMs,
  metadata: z.object({ creationTimestamp: optionalEpochMs }).optional().catch(undefined),
  source: z.object({ host: optionalText }).optional().catch(undefined),
  ...unread(
    'action',
    'apiVersion',
    'count',
    'deprecatedCount',
    'deprecatedFirstTimestamp',
    'deprecatedSource',
    'kind',
    'related',
    'reportingComponent',
    'reportingController',
    'reportingInstance',
    'series',
  ),
});

interface Rule {
  readonly reason: RegExp;
  /** Only where the event is about a node: spot handlers of all clouds write theirs on nodes. */
  readonly onNode?: true;
  readonly topic: ClusterTopic;
  readonly level: ClusterLevel;
  readonly loss?: LossReading;
  readonly outage?: 'nodes';
}

const lossOf = (
  lossClass: LossReading['class'],
  because: string,
  confidence: LossReading['confidence'] = 'certain',
) => ({
  class: lossClass,
  confidence,
  because,
});

/** First match wins. Reasons of the kubelet, the schedulers, the autoscalers and the spot handlers of the clouds. */
const rules: readonly Rule[] = [
  {
    reason: /^(?:SystemOOM|OOMKilling|OOMKilled)$/,
    topic: 'memory',
    level: 'error',
    loss: lossOf('out-of-memory', 'the kernel killed a process on its node for memory'),
  },
  {
    reason: /^(?:SpotInterruption|SpotInterrupted|SpotRebalanceRecommendation|PreemptScheduled|SpotITN)$|spot/i,
    topic: 'nodes',
    level: 'error',
    loss: lossOf('spot', 'the cloud took the spot machine of its node back'),
  },
  {
    reason: /preempt/i,
    onNode: true,
    topic: 'nodes',
    level: 'error',
    loss: lossOf('spot', 'the cloud preempted its node'),
  },
  {
    reason: /^(?:Preempted|Preempting)$/,
    topic: 'executor',
    level: 'error',
    loss: lossOf('preempted', 'Kubernetes preempted the pod for one of a higher priority'),
  },
  {
    reason: /^(?:ScaleDown|ScaleDownEmpty|TriggeredScaleDown)$/,
    topic: 'resize',
    level: 'info',
    loss: lossOf('autoscaling', 'the cluster autoscaler took its node away'),
  },
  {
    reason: /^(?:Evicted|EvictionThresholdMet)$/,
    topic: 'executor',
    level: 'error',
    loss: lossOf('preempted', 'Kubernetes evicted the pod'),
  },
  {
    reason: /^(?:NodeNotReady|TaintManagerEviction|NodeLost|DeletingNode|RemovingNode|Shutdown|NodeShutdown)$/,
    topic: 'nodes',
    level: 'error',
    loss: lossOf('node-lost', 'Kubernetes lost its node'),
  },
  {
    reason: /^(?:FailedScheduling|NotTriggerScaleUp|FailedScaleUp)$/,
    topic: 'nodes',
    level: 'warning',
    outage: 'nodes',
  },
  {
    reason: /^(?:TriggeredScaleUp|Scheduled|Created|Started|Pulled|Pulling|Killing)$/,
    topic: 'executor',
    level: 'info',
  },
];

/** `kubectl get events -o json`. */
export const kubernetesEvents: RecordReader = {
  source: 'kubernetes',
  knownFields: [{ at: [], schema: kubernetesEvent }],
  // Members of an EventList, as the API itself gives it, have no kind.
  recognises: (value) =>
    isObject(value) &&
    (value.kind ?? 'Event') === 'Event' &&
    typeof value.reason === 'string' &&
    (isObject(value.involvedObject) || isObject(value.regarding) || value.kind === 'Event'),
  read(value) {
    const decoded = kubernetesEvent.safeParse(value);
    if (!decoded.success) return undefined;
    const { reason, type, metadata, source, ...event } = decoded.data;
    const last = event.lastTimestamp ?? event.deprecatedLastTimestamp ?? event.eventTime;
    const epochMs = last ?? event.firstTimestamp ?? metadata?.creationTimestamp;
    if (epochMs === undefined) return undefined;
    const object = event.involvedObject ?? event.regarding;
    const isNode = object?.kind === 'Node';
    const rule = rules.find((each) => each.reason.test(reason) && (each.onNode !== true || isNode));
    const message = event.message ?? event.note;
    const executorId = isNode ? undefined : executorIdOf(object?.name);
    const draft: ClusterEventDraft = {
      type: reason,
      topic: rule?.topic ?? 'administration',
      level: rule?.level ?? (type === 'Warning' ? 'warning' : 'info'),
      epochMs,
      text: `${isNode ? 'node' : 'pod'} ${scrub(object?.name ?? 'without a name')}: ${scrub(message ?? reason)}`,
      subject: {
        host: isNode ? object.name : (source?.host ?? assignedNode(message)),
        unit: object?.name,
        executorId,
      },
      // What happened to the driver's pod, or to one that is not Spark's, tells nothing of executors.
      loss: isNode || executorId !== undefined ? rule?.loss : undefined,
      outage: rule?.outage,
    };
    return [draft];
  },
};

/** The scheduler's words, which alone name the node: `Successfully assigned jobs/nightly-exec-3 to node-7`. */
function assignedNode(message: string | undefined): string | undefined {
  return /^Successfully assigned \S+ to (\S+)$/.exec(message ?? '')?.[1];
}

/** Spark names its executor pods `<prefix>-exec-<id>`. */
export function executorIdOf(podName: string | undefined): string | undefined {
  return /-exec-(\d+)$/.exec(podName ?? '')?.[1];
}
