/** Who tells: each is one kind of file, with a page `docs/cluster/<source>.md`. */
export const clusterSources = [
  'databricks-events',
  'databricks-runs',
  'driver-log',
  'executor-log',
  'kubernetes',
  'yarn',
  'emr',
  'dataproc',
] as const;
export type ClusterSource = (typeof clusterSources)[number];

/** What an event is about; the timeline and the report group by it. */
export const clusterTopics = [
  'life-cycle',
  'resize',
  'nodes',
  'executor',
  'driver',
  'service',
  'init-script',
  'disk',
  'memory',
  'gc',
  'dropped-events',
  'administration',
] as const;
export type ClusterTopic = (typeof clusterTopics)[number];

export const clusterLevels = ['info', 'warning', 'error'] as const;
export type ClusterLevel = (typeof clusterLevels)[number];

/** Where an event stands: lines count from 1; the offset counts unpacked bytes to the start of that line. */
export interface ClusterPlace {
  readonly file: string;
  readonly line: number;
  readonly byteOffset: number;
}

/** Why executors went, in the words that removals use (design, section 5). */
export interface LossReading {
  readonly class:
    | 'autoscaling'
    | 'spot'
    | 'preempted'
    | 'out-of-memory'
    | 'decommissioned'
    | 'node-lost'
    | 'heartbeat-lost'
    | 'crashed'
    | 'shutdown';
  readonly confidence: 'certain' | 'probable' | 'possible';
  /** One clause, for people. */
  readonly because: string;
}

/** What an event is about, as far as the source names it. */
export interface ClusterSubject {
  readonly clusterId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly executorId?: string | undefined;
  readonly host?: string | undefined;
  /** A pod, container or instance, in the words of its platform. */
  readonly unit?: string | undefined;
}

/** One thing that the cluster's side tells, in one form for all sources. Times are epoch milliseconds by the source's clock. */
export interface ClusterEvent {
  readonly source: ClusterSource;
  /** The source's own word: `NODES_LOST`, `OOMKilled`, `lost-executor`. */
  readonly type: string;
  readonly topic: ClusterTopic;
  readonly level: ClusterLevel;
  readonly epochMs: number;
  /** Set where it lasted: a start-up, a resize, an outage that was seen to end. */
  readonly endEpochMs?: number | undefined;
  /**
   * Its line has no time, as the last words of a JVM: `epochMs` is 0, and it belongs to the end of the executor that it names.
   */
  readonly timeUnknown?: true | undefined;
  /** Its line names no time zone, and was read as if it were UTC. */
  readonly zoneUnknown?: true | undefined;
  /** One sentence without an end mark, free of secrets. */
  readonly text: string;
  readonly subject: ClusterSubject;
  /** It explains executors that went at about this time. */
  readonly loss?: LossReading | undefined;
  /** How many nodes or executors it concerns; absent when it does not say. */
  readonly lossCount?: number | undefined;
  /**
   * While it lasts nothing can run: the driver does not answer, a service is down, or no node can be had. Without
   * `endEpochMs` its end was not seen.
   */
  readonly outage?: 'driver' | 'service' | 'nodes' | undefined;
  /** The same thing as the event log has it, for clocks to be compared: an executor that came or went. */
  readonly anchor?: { readonly executorId: string; readonly what: 'added' | 'removed' } | undefined;
  readonly place: ClusterPlace;
}

export type ClusterEventDraft = Omit<ClusterEvent, 'source' | 'place'>;
