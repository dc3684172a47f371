import type { ClusterEvent } from '../../cluster/cluster-event.ts';
import type { ClusterStory } from '../../cluster/cluster-story.ts';
import type { JobRun } from '../../cluster/databricks/job-runs.ts';
import type { ApplicationModel } from '../../model/application-model.ts';
import { groupBy } from '../../util/group-by.ts';
import type { JoinedEvent } from './joined-event.ts';

/** Why something of the cluster's side does not belong to the application. */
export interface Foreign {
  /**
   * It names another cluster or application; it tells of executors that came and went at other times than those of the
   * application; or it happened at another time.
   */
  readonly why: 'other-cluster' | 'other-application' | 'other-executors' | 'other-time';
  /** The cluster or application that it names, and the one that the event log names. */
  readonly named?: string | undefined;
  readonly expected?: string | undefined;
}

/** What one file holds that was left out, for one reason. */
export interface LeftOut extends Foreign {
  readonly file: string;
  readonly what: 'events' | 'runs';
  readonly count: number;
  /** How many the file holds in all: when it is the same, nothing of the file belongs to the application. */
  readonly of: number;
  /** Of another time: how far the nearest lies before the start of the application (negative) or behind its end. */
  readonly nearestMs?: number | undefined;
}

export function clusterIdOf(model: ApplicationModel): string | undefined {
  return model.environment.spark.get('spark.databricks.clusterUsageTags.clusterId');
}

/** What an event says of itself; nothing said is not a no. */
export function foreignTo(model: ApplicationModel, { source, subject }: ClusterEvent): Foreign | undefined {
  const clusterId = clusterIdOf(model);
  const { id } = model.application;
  if (clusterId !== undefined && subject.clusterId !== undefined && subject.clusterId !== clusterId) {
    return { why: 'other-cluster', named: subject.clusterId, expected: clusterId };
  }
  if (id !== undefined && subject.applicationId !== undefined && subject.applicationId !== id) {
    return { why: 'other-application', named: subject.applicationId, expected: id };
  }
  // Set by the driver itself in cluster mode. Without it executors of other applications in the namespace cannot be told apart.
  const prefix = model.environment.spark.get('spark.kubernetes.executor.podNamePrefix');
  const pod = source === 'kubernetes' ? /^(.+)-exec-\d+$/.exec(subject.unit ?? '')?.[1] : undefined;
  if (prefix !== undefined && pod !== undefined && pod !== prefix) {
    return { why: 'other-application', named: pod, expected: prefix };
  }
  return undefined;
}

interface NotOurs {
  readonly foreign: ReadonlyMap<ClusterEvent, Foreign>;
  readonly outOfTime: readonly JoinedEvent[];
  /** The runs that are of the application; the others were left out. */
  readonly jobRuns: readonly JobRun[];
}

/** Adds up by file and reason. A history of runs is mostly of other days, so its runs are left out only when none is of this one. */
export function sumUpLeftOut(model: ApplicationModel, story: ClusterStory, notOurs: NotOurs): LeftOut[] {
  const inFile = groupBy(story.events, ({ place }) => place.file);
  const { durationMs } = model.application;
  interface Item {
    readonly event: ClusterEvent;
    readonly foreign: Foreign;
    readonly nearestMs: number | undefined;
  }
  const items: Item[] = [...notOurs.foreign].map(([event, foreign]) => ({ event, foreign, nearestMs: undefined }));
  for (const { event, startMs, endMs = startMs } of notOurs.outOfTime) {
    const nearestMs = startMs > durationMs ? startMs - durationMs : endMs;
    items.push({ event, foreign: { why: 'other-time' }, nearestMs });
  }
  const groups = groupBy(items, ({ event, foreign }) => JSON.stringify([event.place.file, foreign.why, foreign.named]));
  const events = [...groups.values()].flatMap((group): LeftOut[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { file } = first.event.place;
    const nearest = group.flatMap(({ nearestMs }) => nearestMs ?? []).sort((a, b) => Math.abs(a) - Math.abs(b))[0];
    const of = inFile.get(file)?.length ?? 0;
    return [{ ...first.foreign, file, what: 'events', count: group.length, of, nearestMs: nearest }];
  });
  return [...events, ...(notOurs.jobRuns.length === 0 ? runsLeftOut(model, story) : [])];
}

function runsLeftOut(model: ApplicationModel, story: ClusterStory): LeftOut[] {
  const clusterId = clusterIdOf(model);
  return [...groupBy(story.jobRuns, ({ place }) => place.file)].map(([file, runs]): LeftOut => {
    const all = { file, what: 'runs', count: runs.length, of: runs.length } as const;
    const [named] = runs.flatMap(({ clusterIds }) => clusterIds);
    return clusterId !== undefined && named !== undefined
      ? { ...all, why: 'other-cluster', named, expected: clusterId }
      : { ...all, why: 'other-time' };
  });
}
