import { clusterLevels } from '../cluster/cluster-event.ts';
import type { Facts } from '../derive/facts.ts';
import type { Severity } from '../util/severity.ts';
import { clusterEvents, clusterLayers, clusterLogSpans, clusterSpans } from './cluster-events.ts';
import { workLayers } from './lane.ts';
import { buildMemoryLane } from './memory-lane.ts';
import { buildRunLanes } from './run-lanes.ts';
import { buildTaskLanes } from './task-lanes.ts';
import { findingLayers, Timeline } from './timeline.ts';
import { batchLayers, batchSpans, jobSpans, pyramidOf, sqlSpans, stageSpans } from './work-lanes.ts';

/** What the timeline needs to know of a finding. */
export interface TimelineFinding {
  readonly severity: Severity;
  readonly ranges: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Lays a whole run out. Cost: linear sorts of the tasks, a heap step per task, and one sweep over the run. */
export function buildTimeline(facts: Facts, findings: readonly TimelineFinding[]): Timeline {
  const { model } = facts;
  const events = clusterEvents(facts);
  const { executors, pyramid, failures } = buildTaskLanes(model);
  return new Timeline({
    runMs: model.application.durationMs,
    spans: {
      findings: pyramidOf(
        findings.flatMap(({ severity, ranges }, id) =>
          ranges.map((range) => ({ ...range, layer: findingLayers.indexOf(severity), id })),
        ),
        findingLayers.length,
      ),
      cluster: pyramidOf(clusterSpans(events), clusterLayers.length),
      'cluster-log': pyramidOf(clusterLogSpans(facts), clusterLevels.length),
      streaming: pyramidOf(batchSpans(model), batchLayers.length),
      sql: pyramidOf(sqlSpans(model), workLayers.length),
      jobs: pyramidOf(jobSpans(model), workLayers.length),
      stages: pyramidOf(stageSpans(model), workLayers.length),
      failures,
    },
    tasks: pyramid,
    executors,
    ...buildRunLanes(facts),
    memory: buildMemoryLane(model),
    clusterEvents: events,
  });
}
