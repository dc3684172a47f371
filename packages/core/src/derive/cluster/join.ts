import type { ClusterEvent, ClusterSource } from '../../cluster/cluster-event.ts';
import type { ClusterStory } from '../../cluster/cluster-story.ts';
import type { JobRun } from '../../cluster/databricks/job-runs.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { groupBy } from '../../util/group-by.ts';
import { estimateClock, type SourceClock } from './clock.ts';

/** An event of the cluster on the application's clock: milliseconds since its start, so negative before it. */
export interface JoinedEvent {
  readonly event: ClusterEvent;
  readonly startMs: number;
  /** Absent where it has no length, or none that was seen. */
  readonly endMs: number | undefined;
}

/** The cluster's side of one application's story. */
export interface ClusterJoin {
  readonly events: readonly JoinedEvent[];
  readonly clocks: readonly SourceClock[];
  readonly jobRuns: readonly JobRun[];
  /** Of another cluster, of another application, or at another time. */
  readonly eventsLeftOut: number;
  /** How long its cluster took to start, where that was seen. */
  readonly startUpMs: number | undefined;
}

/** What led to a run lies at most this long before it: the start of its cluster, or the first signs of trouble. */
const mostBeforeMs = 3_600_000;
/** A cluster is taken down, and tells why, within minutes of the end. */
const mostAfterMs = 600_000;

/**
 * Puts what the cluster's files tell on the clock of one application: what names another cluster or application is left out, and
 * so is what happened long before or after.
 */
export function joinCluster(model: ApplicationModel, story: ClusterStory): ClusterJoin {
  const ours = story.events.filter((event) => isOurs(model, event));
  const clocks = [...groupBy(ours, (event) => event.source)].map(([source, events]) =>
    estimateClock(model, source, events),
  );
  const offsets = new Map<ClusterSource, number>(clocks.map((clock) => [clock.source, clock.offsetMs]));
  const { startEpochMs, durationMs } = model.application;
  const events = ours
    .map((event): JoinedEvent => {
      const shiftMs = startEpochMs + (offsets.get(event.source) ?? 0);
      const endMs = event.endEpochMs === undefined ? undefined : event.endEpochMs - shiftMs;
      return { event, startMs: event.epochMs - shiftMs, endMs };
    })
    .filter(({ startMs, endMs }) => (endMs ?? startMs) >= -mostBeforeMs && startMs <= durationMs + mostAfterMs)
    .sort((a, b) => a.startMs - b.startMs);
  return {
    events,
    clocks,
    jobRuns: story.jobRuns.filter((run) => belongs(model, run)),
    eventsLeftOut: story.events.length - events.length,
    startUpMs: startUp(events),
  };
}

/** What a source says of itself; nothing said is not a no. */
function isOurs(model: ApplicationModel, { subject }: ClusterEvent): boolean {
  const clusterId = clusterIdOf(model);
  const { id } = model.application;
  const otherCluster = clusterId !== undefined && subject.clusterId !== undefined && subject.clusterId !== clusterId;
  const otherApplication = id !== undefined && subject.applicationId !== undefined && subject.applicationId !== id;
  return !otherCluster && !otherApplication;
}

function clusterIdOf(model: ApplicationModel): string | undefined {
  return model.environment.spark.get('spark.databricks.clusterUsageTags.clusterId');
}

/** By cluster where both name one; else by time. */
function belongs(model: ApplicationModel, run: JobRun): boolean {
  const clusterId = clusterIdOf(model);
  const { startEpochMs, durationMs } = model.application;
  if (clusterId !== undefined && run.clusterIds.length > 0 && run.clusterIds.includes(clusterId)) return true;
  const startMs = (run.startEpochMs ?? 0) - startEpochMs;
  const endMs = (run.endEpochMs ?? startEpochMs + durationMs) - startEpochMs;
  const overlaps = startMs < durationMs && endMs > 0;
  return overlaps && (clusterId === undefined || run.clusterIds.length === 0);
}

/** The last start of the cluster that was over when the application began, or soon after. */
function startUp(events: readonly JoinedEvent[]): number | undefined {
  const starts = events.filter(
    ({ event, endMs }) =>
      event.source === 'databricks-events' &&
      /^(?:CREATING|STARTING|RESTARTING)$/.test(event.type) &&
      endMs !== undefined,
  );
  const last = starts.filter(({ startMs }) => startMs <= 0).at(-1);
  return last?.endMs === undefined ? undefined : last.endMs - last.startMs;
}
