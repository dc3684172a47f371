import type { ClusterEvent, ClusterSource } from '../../cluster/cluster-event.ts';
import type { ClusterStory } from '../../cluster/cluster-story.ts';
import type { JobRun } from '../../cluster/databricks/job-runs.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { groupBy } from '../../util/group-by.ts';
import { estimateClock, tellsOfOthers, type SourceClock } from './clock.ts';
import type { JoinedEvent } from './joined-event.ts';
import { clusterIdOf, foreignTo, sumUpLeftOut, type LeftOut } from './left-out.ts';

/** The cluster's side of one application's story. */
export interface ClusterJoin {
  readonly events: readonly JoinedEvent[];
  readonly clocks: readonly SourceClock[];
  readonly jobRuns: readonly JobRun[];
  /** The nodes that executors ran on by the words of the cluster, where the event log knows them by another name. */
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  readonly eventsLeftOut: number;
  /** Of another cluster, of another application, or at another time: by file and reason. */
  readonly leftOut: readonly LeftOut[];
  /** How long its cluster took to start, where that was seen. */
  readonly startUpMs: number | undefined;
}

/** What led to a run lies at most this long before it: the start of its cluster, or the first signs of trouble. */
const mostBeforeMs = 3_600_000;
/** A cluster is taken down, and tells why, within minutes of the end. */
const mostAfterMs = 600_000;
const otherExecutors = { why: 'other-executors' } as const;

/**
 * Puts what the cluster's files tell on the clock of one application: what names another cluster or application is left out, and
 * so is what happened long before or after.
 */
export function joinCluster(model: ApplicationModel, story: ClusterStory): ClusterJoin {
  const others = [...groupBy(story.events, ({ place }) => place.file)].flatMap(([file, events]) =>
    tellsOfOthers(
      model,
      events.filter(({ timeUnknown }) => timeUnknown !== true),
    )
      ? [file]
      : [],
  );
  const foreign = new Map(
    story.events.flatMap((event) => {
      const why = foreignTo(model, event) ?? (others.includes(event.place.file) ? otherExecutors : undefined);
      return why === undefined ? [] : [[event, why] as const];
    }),
  );
  const ours = story.events.filter((event) => !foreign.has(event));
  const timed = ours.filter((event) => event.timeUnknown !== true);
  const clocks = [...groupBy(timed, (event) => event.source)].map(([source, events]) =>
    estimateClock(model, source, events),
  );
  const offsets = new Map<ClusterSource, number>(clocks.map((clock) => [clock.source, clock.offsetMs]));
  const { startEpochMs, durationMs } = model.application;
  const lastWords = ours.filter((event) => event.timeUnknown === true).flatMap((event) => atTheEnd(model, event));
  const placed = timed
    .map((event): JoinedEvent => {
      const shiftMs = startEpochMs + (offsets.get(event.source) ?? 0);
      const endMs = event.endEpochMs === undefined ? undefined : event.endEpochMs - shiftMs;
      return { event, startMs: event.epochMs - shiftMs, endMs };
    })
    .concat(lastWords);
  const isInTime = ({ startMs, endMs }: JoinedEvent) =>
    (endMs ?? startMs) >= -mostBeforeMs && startMs <= durationMs + mostAfterMs;
  const events = placed.filter(isInTime).sort((a, b) => a.startMs - b.startMs);
  const jobRuns = story.jobRuns.filter((run) => belongs(model, run));
  return {
    events,
    clocks: clocks.filter(({ source }) => events.some(({ event }) => event.source === source)),
    jobRuns,
    nodes: nodesOf(ours),
    eventsLeftOut: story.events.length - events.length,
    leftOut: sumUpLeftOut(model, story, { foreign, outOfTime: placed.filter((joined) => !isInTime(joined)), jobRuns }),
    startUpMs: startUp(events),
  };
}

/** On Kubernetes the event log has the address of a pod as its host, and what happens to nodes names the node. */
function nodesOf(events: readonly ClusterEvent[]): Map<string, string[]> {
  const nodes = new Map<string, string[]>();
  for (const { source, subject } of events) {
    if (source !== 'kubernetes' || subject.executorId === undefined || subject.host === undefined) continue;
    const known = nodes.get(subject.executorId) ?? [];
    if (!known.includes(subject.host)) nodes.set(subject.executorId, [...known, subject.host]);
  }
  return nodes;
}

/** What has no time of its own is put where its executor went, or its attempt ended; of one that stayed it tells nothing. */
function atTheEnd(model: ApplicationModel, event: ClusterEvent): JoinedEvent[] {
  const attempt = /^appattempt_\d+_\d+_0*(\d+)$/.exec(event.subject.unit ?? '')?.[1];
  if (attempt !== undefined) {
    const { attemptId = attempt, durationMs } = model.application;
    return attempt === attemptId ? [{ event, startMs: durationMs, endMs: undefined }] : [];
  }
  const executor = model.executors.find(({ id }) => id === event.subject.executorId);
  return executor?.removedMs === undefined ? [] : [{ event, startMs: executor.removedMs, endMs: undefined }];
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
