import { clusterLevels, clusterSources } from '../cluster/cluster-event.ts';
import type { Facts } from '../derive/facts.ts';
import type { PlainSpan } from './work-lanes.ts';

/** Layers of the cluster lane, from harmless to harmful. */
export const clusterLayers = [
  'executor added',
  'executor released',
  'executor lost',
  'excluded from scheduling',
] as const;

/** A moment at which the cluster changed. */
export interface ClusterEvent {
  readonly timeMs: number;
  /** Index into {@link clusterLayers}. */
  readonly layer: number;
  readonly executorId?: string;
  readonly host?: string;
  /** Class of a removal, or how many failures led to an exclusion. */
  readonly detail?: string;
}

/** Removals that the program or the cluster manager wanted. */
const wanted: ReadonlySet<string> = new Set(['autoscaling', 'shutdown', 'decommissioned']);

/** All changes of the cluster in order of time. */
export function clusterEvents(facts: Facts): ClusterEvent[] {
  const events: ClusterEvent[] = [];
  for (const { id, host, addedMs, removedMs, addedInferred } of facts.model.executors) {
    if (!addedInferred) events.push({ timeMs: addedMs, layer: 0, executorId: id, host });
    if (removedMs === undefined) continue;
    const removal = facts.removals.get(id)?.class ?? 'unknown';
    events.push({ timeMs: removedMs, layer: wanted.has(removal) ? 1 : 2, executorId: id, host, detail: removal });
  }
  for (const { timeMs, executorId, host, failureCount } of facts.model.exclusions) {
    events.push({
      timeMs,
      layer: 3,
      ...(executorId !== undefined && { executorId }),
      ...(host !== undefined && { host }),
      ...(failureCount !== undefined && { detail: `${failureCount} failures` }),
    });
  }
  return events.sort((a, b) => a.timeMs - b.timeMs);
}

export function clusterSpans(events: readonly ClusterEvent[]): PlainSpan[] {
  return events.map(({ timeMs, layer }, id) => ({ startMs: timeMs, endMs: timeMs, layer, id }));
}

/** What the cluster's own logs tell of the time of the run, each source in rows of its own; `id` counts all its events. */
export function clusterLogSpans({ cluster, model }: Facts): PlainSpan[] {
  const { durationMs } = model.application;
  return (cluster?.events ?? []).flatMap(({ event, startMs, endMs = startMs }, id) =>
    endMs < 0 || startMs > durationMs
      ? []
      : {
          startMs: Math.max(0, startMs),
          endMs: Math.min(durationMs, endMs),
          layer: clusterLevels.indexOf(event.level),
          id,
          tag: clusterSources.indexOf(event.source),
          group: clusterSources.indexOf(event.source),
        },
  );
}
