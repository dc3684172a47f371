import { iso, jsonDocument, type Document, type Placed, type Scene } from './scene.ts';

// kubectl get pods,events -o json, by the Kubernetes API (core/v1). Not captured from a cluster. As in a real one the event log's host
// is the address of the pod, and the node has a name of its own.

const prefix = 'nightly-0123456789abcdef';
const podName = (executorId: string) => `${prefix}-exec-${executorId}`;
/** Executors on one machine of the lab run on one node. */
export const nodeOf = (host: string) => `gke-jobs-pool-1-${host.replaceAll('.', '')}`;

type Json = Readonly<Record<string, unknown>>;

function pod({ executorId, host }: Placed, { appId, startedMs }: Scene, status: Json): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(executorId),
      namespace: 'jobs',
      creationTimestamp: iso(startedMs),
      labels: { 'spark-role': 'executor', 'spark-exec-id': executorId, 'spark-app-selector': appId },
    },
    spec: { nodeName: nodeOf(host), restartPolicy: 'Never' },
    status: {
      podIP: host,
      qosClass: 'Burstable',
      startTime: iso(startedMs),
      conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: iso(startedMs) }],
      ...status,
    },
  };
}

const running = {
  phase: 'Running',
  containerStatuses: [{ name: 'spark-kubernetes-executor', state: { running: {} } }],
};
const list = (name: string, items: readonly Json[]) => jsonDocument(name, { apiVersion: 'v1', kind: 'List', items });

/** The pods, of which those of lost executors ended in some way. */
function pods(scene: Scene, statusOf: (atMs: number) => Json): Document {
  const items = scene.executors.map((executor) => {
    const lost = scene.lost.find(({ executorId }) => executorId === executor.executorId);
    return pod(executor, scene, lost === undefined ? running : statusOf(lost.atMs));
  });
  return list('pods.json', items);
}

function terminated(finishedMs: number, exitCode: number, reason: string): Json {
  const state = { terminated: { exitCode, reason, finishedAt: iso(finishedMs), containerID: 'containerd://x' } };
  return { phase: 'Failed', containerStatuses: [{ name: 'spark-kubernetes-executor', state }] };
}

export function outOfMemory(scene: Scene): Document[] {
  return [pods(scene, (atMs) => terminated(atMs, 137, 'OOMKilled'))];
}

/** An evicted pod keeps no state of its containers; what happened stands in its own status. */
export function evicted(scene: Scene): Document[] {
  const status = (atMs: number) => ({
    phase: 'Failed',
    reason: 'Evicted',
    message: 'The node was low on resource: memory.',
    conditions: [
      {
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'TerminationByKubelet',
        message: 'The node was low on resource: memory.',
        lastTransitionTime: iso(atMs),
      },
    ],
  });
  return [pods(scene, status)];
}

export function preemptedByScheduler(scene: Scene): Document[] {
  const condition = (atMs: number) => ({
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    lastTransitionTime: iso(atMs),
  });
  return [pods(scene, (atMs) => ({ ...terminated(atMs, 143, 'Error'), conditions: [condition(atMs)] }))];
}

function event(atMs: number, reason: string, about: Json, message: string): Json {
  const times = { firstTimestamp: iso(atMs), lastTimestamp: iso(atMs), eventTime: null };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    reason,
    type: 'Normal',
    involvedObject: about,
    message,
    count: 1,
    ...times,
  };
}

/** Nothing but events: where pods were put, and what then happened to the nodes of lost executors. */
function nodeEvents(scene: Scene, reason: string, message: string, beforeMs: number): Document[] {
  const scheduled = scene.executors.map(({ executorId, host }) =>
    event(
      scene.startedMs,
      'Scheduled',
      { kind: 'Pod', name: podName(executorId) },
      `Successfully assigned jobs/${podName(executorId)} to ${nodeOf(host)}`,
    ),
  );
  const ends = scene.lost.map(({ atMs, host }) =>
    event(atMs - beforeMs, reason, { kind: 'Node', name: nodeOf(host) }, message),
  );
  return [list('events.json', [...scheduled, ...ends])];
}

export function spotNode(scene: Scene): Document[] {
  return nodeEvents(
    scene,
    'SpotInterruption',
    'Spot Interruption event received. Instance will be interrupted.',
    10_000,
  );
}

export function nodeScaledDown(scene: Scene): Document[] {
  return nodeEvents(scene, 'ScaleDown', 'node removed by cluster autoscaler', 8_000);
}

/** Pods that wait because no node has room, until the executors came. */
export function unschedulable(fromMs: number, toMs: number): Document[] {
  const at = [fromMs, (fromMs + toMs) / 2];
  return [
    list(
      'events.json',
      at.map((atMs) =>
        event(
          atMs,
          'FailedScheduling',
          { kind: 'Pod', name: podName('9') },
          '0/3 nodes are available: 3 Insufficient memory.',
        ),
      ),
    ),
  ];
}
