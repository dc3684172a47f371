import { clusterEvents, downsize, spotLoss, unexplainedLoss } from './databricks.ts';
import { computePreempted, dataprocScaleDown, emrInstances, yarnOverMemory, yarnPreempted } from './hadoop.ts';
import { evicted, nodeScaledDown, outOfMemory, preemptedByScheduler, spotNode, unschedulable } from './kubernetes.ts';
import type { Document, Scene } from './scene.ts';

/** A story that a platform could tell of a kind of real run, and what then is the truth of its lost executors. */
export interface RemovalStory {
  readonly name: string;
  readonly tell: (scene: Scene) => Document[];
  readonly source: string;
  readonly becomes: string;
  /** `certain` where an id, a host or the number of nodes ties the two together, `probable` where the source itself guesses. */
  readonly confidence: 'certain' | 'probable';
  /** What the platform's clock is ahead; for text logs, which name no zone, a time zone. */
  readonly aheadMs: number;
}

const minute = 60_000;
/** Five hours and a half ahead: a log without zones, written where the day is older. */
const indianTime = 330 * minute;

const nodesTaken: readonly RemovalStory[] = [
  story('Databricks lost nodes to the spot market', spotLoss, 'databricks-events', 'spot', 'certain', 9_000),
  story('Kubernetes: the node was a spot machine', spotNode, 'kubernetes', 'spot', 'certain', -20_000),
  story(
    'EMR: a spot instance was interrupted',
    emrInstances('SPOT', 'Spot instance was interrupted'),
    'emr',
    'spot',
    'certain',
    40_000,
  ),
  story('EMR: a spot instance ended, no reason given', emrInstances('SPOT', ''), 'emr', 'spot', 'probable', 0),
  story(
    'EMR: the cluster was resized',
    emrInstances('ON_DEMAND', 'Instance was terminated by a resize'),
    'emr',
    'autoscaling',
    'probable',
    5_000,
  ),
  story('Compute Engine preempted the machine', computePreempted, 'dataproc', 'spot', 'certain', 3_000),
];

const workersRemoved: readonly RemovalStory[] = [
  ...['AUTOSCALE', 'AUTOSCALE_V2', 'DBR_AUTOSCALE'].map((cause) =>
    story(`Databricks resized by ${cause}`, downsize(cause), 'databricks-events', 'autoscaling', 'certain', 4_000),
  ),
  story('Dataproc scaled down', dataprocScaleDown, 'dataproc', 'autoscaling', 'certain', -6_000),
  story('Kubernetes: the autoscaler took the node', nodeScaledDown, 'kubernetes', 'autoscaling', 'certain', 12_000),
];

const processesKilled: readonly RemovalStory[] = [
  story('Kubernetes: OOMKilled', outOfMemory, 'kubernetes', 'out-of-memory', 'certain', 95_000),
  story('Kubernetes: evicted', evicted, 'kubernetes', 'preempted', 'probable', -30_000),
  story(
    'Kubernetes: preempted by the scheduler',
    preemptedByScheduler,
    'kubernetes',
    'preempted',
    'certain',
    7 * minute,
  ),
  story('YARN: above its memory', yarnOverMemory, 'driver-log', 'out-of-memory', 'certain', 0),
  story('YARN: preempted', yarnPreempted, 'driver-log', 'preempted', 'certain', indianTime),
];

function story(
  name: string,
  tell: RemovalStory['tell'],
  source: string,
  becomes: string,
  confidence: RemovalStory['confidence'],
  aheadMs: number,
): RemovalStory {
  return { name, tell, source, becomes, confidence, aheadMs };
}

/** Real logs by what the lab did to them, with the stories that fit. Paths are below `fixtures`. */
export const removalPairs: readonly { readonly log: string; readonly stories: readonly RemovalStory[] }[] = [
  ...['logs/node-lost', 'variants/both-node-lost-and-single-task', 'variants/waiting-none-left-spark-3-4'].map(
    (log) => ({
      log,
      stories: nodesTaken,
    }),
  ),
  ...['logs/worker-decommissioned', 'logs/worker-decommissioned-spark-4-1', 'variants/decommissioned-spark-4-0'].map(
    (log) => ({ log, stories: workersRemoved }),
  ),
  ...[
    'logs/executor-killed',
    'variants/both-crash-and-skew',
    'variants/crash-in-map-stage-spark-3-3',
    'variants/crash-loses-cache-spark-4-1',
  ].map((log) => ({ log, stories: processesKilled })),
  // These did run out of memory, which the event log alone can only suspect.
  { log: 'logs/executor-oom-kill-hook', stories: processesKilled.filter(({ becomes }) => becomes === 'out-of-memory') },
];

/** Stories that are true and explain nothing: the verdict has to stay as it was. */
export const emptyStories: readonly {
  readonly log: string;
  readonly name: string;
  readonly tell: RemovalStory['tell'];
}[] = [
  { log: 'logs/node-lost', name: 'Databricks noted the loss, and not why', tell: unexplainedLoss },
  { log: 'logs/worker-decommissioned', name: 'a user made the cluster smaller', tell: downsize('USER_REQUEST') },
  { log: 'logs/executor-heap-oom', name: 'a heap overflow is no spot loss', tell: spotLoss },
  { log: 'logs/dynamic-allocation', name: 'idle executors are no spot loss', tell: spotLoss },
];

/** A stretch without a task, from the lab's truth. */
export interface GapScene extends Scene {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface GapStory {
  readonly log: string;
  /** The event that a report has to name. */
  readonly names: string;
  readonly tell: (scene: GapScene) => Document[];
}

/** The platform notices half a minute late at most, and these gaps are shorter than that: a third into the gap here. */
const during = (type: string, after?: string) => (scene: GapScene) =>
  clusterEvents(scene, [
    [scene.fromMs + (scene.toMs - scene.fromMs) / 3, type],
    ...(after === undefined ? [] : [[scene.toMs, after] as const]),
  ]);

export const gapPairs: readonly GapStory[] = [
  {
    log: 'logs/driver-paused',
    names: 'DRIVER_NOT_RESPONDING',
    tell: during('DRIVER_NOT_RESPONDING', 'DRIVER_HEALTHY'),
  },
  { log: 'logs/driver-paused', names: 'DRIVER_UNAVAILABLE', tell: during('DRIVER_UNAVAILABLE', 'DRIVER_HEALTHY') },
  { log: 'logs/gap-planning-withcolumn-loop', names: 'METASTORE_DOWN', tell: during('METASTORE_DOWN') },
  { log: 'logs/gap-planning-open-execution', names: 'METASTORE_DOWN', tell: during('METASTORE_DOWN') },
  { log: 'logs/gap-python-between-jobs', names: 'DBFS_DOWN', tell: during('DBFS_DOWN') },
  { log: 'variants/commit-partitions-spark-3-5', names: 'DBFS_DOWN', tell: during('DBFS_DOWN') },
  {
    log: 'logs/gap-waiting-for-executors',
    names: 'ADD_NODES_FAILED',
    tell: during('ADD_NODES_FAILED', 'UPSIZE_COMPLETED'),
  },
  {
    log: 'variants/waiting-late-worker-spark-3-3',
    names: 'FailedScheduling',
    tell: ({ fromMs, toMs }) => unschedulable(fromMs, toMs),
  },
];
