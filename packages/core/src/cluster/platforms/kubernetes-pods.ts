import * as z from 'zod';
import type { ClusterEventDraft, LossReading } from '../cluster-event.ts';
import { listOf, optionalEpochMs, optionalNumber, optionalText, unread } from '../fields.ts';
import { isObject } from '../../util/is-object.ts';
import { scrub } from '../scrub.ts';
import { executorIdOf } from './kubernetes-events.ts';
import type { RecordReader } from './record-reader.ts';

const terminated = z.object({
  reason: optionalText,
  exitCode: optionalNumber,
  finishedAt: optionalEpochMs,
  startedAt: optionalEpochMs,
});
const state = z
  .object({ terminated: terminated.optional().catch(undefined) })
  .optional()
  .catch(undefined);

const podStatus = z.object({
  phase: optionalText,
  reason: optionalText,
  message: optionalText,
  podIP: optionalText,
  conditions: listOf(
    z.object({
      type: z.string(),
      reason: optionalText,
      message: optionalText,
      lastTransitionTime: optionalEpochMs,
    }),
  ),
  containerStatuses: listOf(z.object({ name: optionalText, state, lastState: state })),
  ...unread(
    'allocatedResources',
    'ephemeralContainerStatuses',
    'extendedResourceClaimStatus',
    'hostIP',
    'hostIPs',
    'initContainerStatuses',
    'nominatedNodeName',
    'observedGeneration',
    'podIPs',
    'qosClass',
    'resize',
    'resourceClaimStatuses',
    'resources',
    'startTime',
  ),
});

const pod = z.object({
  metadata: z.object({
    name: z.string(),
    deletionTimestamp: optionalEpochMs,
    creationTimestamp: optionalEpochMs,
    labels: z.record(z.string(), z.unknown()).catch({}),
  }),
  spec: z.object({ nodeName: optionalText }).optional().catch(undefined),
  status: podStatus.optional().catch(undefined),
  ...unread('apiVersion', 'kind'),
});
type Pod = z.output<typeof pod>;

/** Reasons of the condition DisruptionTarget (Kubernetes 1.26). */
const disruptions: Readonly<Record<string, LossReading>> = {
  PreemptionByScheduler: {
    class: 'preempted',
    confidence: 'certain',
    because: 'Kubernetes preempted the pod for one of a higher priority',
  },
  DeletionByTaintManager: {
    class: 'node-lost',
    confidence: 'probable',
    because: 'its node was marked as one that no pod may stay on',
  },
  EvictionByEvictionAPI: {
    class: 'decommissioned',
    confidence: 'probable',
    because: 'somebody drained its node or asked for its eviction',
  },
  DeletionByPodGC: { class: 'node-lost', confidence: 'certain', because: 'its node no longer existed' },
  TerminationByKubelet: {
    class: 'preempted',
    confidence: 'probable',
    because: 'its node ended it, short of a resource or shutting down',
  },
};

/** `kubectl get pods -o json`: how the containers of executors ended. */
export const kubernetesPods: RecordReader = {
  source: 'kubernetes',
  knownFields: [
    { at: [], schema: pod },
    { at: ['status'], schema: podStatus },
  ],
  // Members of a PodList, as the API itself gives it, have no kind.
  recognises: (value) =>
    isObject(value) &&
    isObject(value.metadata) &&
    (value.kind === 'Pod' || (value.kind === undefined && isObject(value.spec) && isObject(value.status))),
  read(value) {
    const decoded = pod.safeParse(value);
    return decoded.success
      ? [...placement(decoded.data), ...ends(decoded.data), ...disruption(decoded.data)]
      : undefined;
  },
};

function subjectOf({ metadata, spec }: Pod) {
  const labelled = metadata.labels['spark-exec-id'];
  const application = metadata.labels['spark-app-selector'];
  return {
    unit: metadata.name,
    host: spec?.nodeName,
    executorId: typeof labelled === 'string' ? labelled : executorIdOf(metadata.name),
    applicationId: typeof application === 'string' ? application : undefined,
  };
}

/** Tells which node an executor ran on, which events of nodes are matched by. */
function placement(value: Pod): ClusterEventDraft[] {
  const placed = value.status?.conditions.find(({ type }) => type === 'PodScheduled');
  const subject = subjectOf(value);
  if (placed?.lastTransitionTime === undefined || subject.host === undefined) return [];
  return [
    {
      type: 'PodScheduled',
      topic: 'executor',
      level: 'info',
      epochMs: placed.lastTransitionTime,
      text: `pod ${scrub(value.metadata.name)} was placed on node ${scrub(subject.host)}`,
      subject,
    },
  ];
}

function ends(value: Pod): ClusterEventDraft[] {
  const subject = subjectOf(value);
  const { executorId } = subject;
  return (value.status?.containerStatuses ?? []).flatMap((container): ClusterEventDraft[] => {
    const ended = container.state?.terminated ?? container.lastState?.terminated;
    if (ended?.finishedAt === undefined) return [];
    const outOfMemory = ended.reason === 'OOMKilled';
    const code = ended.exitCode === undefined ? '' : ` with exit code ${ended.exitCode}`;
    return [
      {
        type: ended.reason ?? 'terminated',
        topic: outOfMemory ? 'memory' : 'executor',
        level: outOfMemory ? 'error' : ended.exitCode === 0 || ended.exitCode === 143 ? 'info' : 'warning',
        epochMs: ended.finishedAt,
        text: `a container of pod ${scrub(value.metadata.name)} ended${code}: ${scrub(ended.reason ?? 'no reason given')}`,
        subject,
        // The end of the driver's pod tells nothing of executors.
        loss:
          executorId === undefined
            ? undefined
            : outOfMemory
              ? {
                  class: 'out-of-memory',
                  confidence: 'certain',
                  because: "Kubernetes killed it above its container's memory",
                }
              : evicted(value),
        ...(executorId !== undefined && { anchor: { executorId, what: 'removed' } }),
      },
    ];
  });
}

/** The pod itself tells that it was evicted; the containers only that they ended. */
function evicted({ status }: Pod): LossReading | undefined {
  const { reason } = status ?? {};
  if (reason === 'Evicted') {
    const why = status?.message === undefined ? '' : `: ${scrub(status.message)}`;
    return { class: 'preempted', confidence: 'certain', because: `Kubernetes evicted the pod${why}` };
  }
  if (reason !== undefined && /^(?:NodeLost|Shutdown|NodeShutdown|Terminated)$/.test(reason)) {
    return { class: 'node-lost', confidence: 'certain', because: 'its node went away' };
  }
  return undefined;
}

function disruption(value: Pod): ClusterEventDraft[] {
  const subject = subjectOf(value);
  return (value.status?.conditions ?? []).flatMap((condition): ClusterEventDraft[] => {
    if (condition.type !== 'DisruptionTarget' || condition.lastTransitionTime === undefined) return [];
    const loss = disruptions[condition.reason ?? ''];
    return [
      {
        type: condition.reason ?? 'DisruptionTarget',
        topic: 'executor',
        level: 'warning',
        epochMs: condition.lastTransitionTime,
        text: `pod ${scrub(value.metadata.name)} had to go: ${scrub(condition.message ?? condition.reason ?? 'no reason given')}`,
        subject,
        loss: subject.executorId === undefined ? undefined : loss,
      },
    ];
  });
}
