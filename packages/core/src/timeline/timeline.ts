import { wallClockLabels } from '../derive/labels.ts';
import { activityStrip } from './activity-strip.ts';
import { bucketMsFor } from './bucket.ts';
import { clusterLevels } from '../cluster/cluster-event.ts';
import { clusterLayers, type ClusterEvent } from './cluster-events.ts';
import { taskLayers, taskPhases, workLayers, type LaneAnswer, type LaneInfo, type LaneQuery } from './lane.ts';
import type { LabelGrid } from './label-grid.ts';
import type { SeriesGrid } from './series-grid.ts';
import type { SpanPyramid } from './span-pyramid.ts';
import type { ExecutorLane } from './task-lanes.ts';
import { batchLayers } from './work-lanes.ts';

/** Lanes of spans besides those of tasks. */
export const spanLanes = [
  'findings',
  'cluster',
  'cluster-log',
  'streaming',
  'sql',
  'jobs',
  'stages',
  'failures',
] as const;
export type SpanLane = (typeof spanLanes)[number];

/** All that the timeline is made of: numbers only, so that it can be packed into a file and taken out again. */
export interface TimelineParts {
  readonly runMs: number;
  readonly spans: Readonly<Record<SpanLane, SpanPyramid>>;
  readonly tasks: SpanPyramid;
  readonly executors: readonly ExecutorLane[];
  readonly cores: SeriesGrid;
  readonly memory: SeriesGrid;
  readonly driver: LabelGrid;
  /** The share of the offered slot time that waits for the driver. */
  readonly driverIndex: SeriesGrid;
  readonly clusterEvents: readonly ClusterEvent[];
}

/** Layers of the findings lane are the severities, from the least on. */
export const findingLayers = ['info', 'warning', 'critical'] as const;

const layersOf: Readonly<Record<SpanLane, readonly string[]>> = {
  findings: findingLayers,
  cluster: clusterLayers,
  'cluster-log': clusterLevels,
  streaming: batchLayers,
  sql: workLayers,
  jobs: workLayers,
  stages: workLayers,
  failures: ['failed'],
};

/** Which layer of a lane says that something went wrong. */
const troubleLayer: Readonly<Record<SpanLane, number>> = {
  findings: 2,
  cluster: 2,
  'cluster-log': 2,
  streaming: 1,
  sql: 1,
  jobs: 1,
  stages: 1,
  failures: 0,
};

/** Answers lane queries over one run. */
export class Timeline {
  readonly parts: TimelineParts;

  constructor(parts: TimelineParts) {
    this.parts = parts;
  }

  /** Lanes that have something to show, in the order of the screen; those of executors with the most trouble first. */
  lanes(): LaneInfo[] {
    const { parts } = this;
    const ofSpans = (id: SpanLane, group: LaneInfo['group'], title: string): LaneInfo[] => {
      const { finest } = parts.spans[id];
      const spanCount = countSpans(finest.count, finest.startMs.length);
      if (spanCount === 0) return [];
      const trouble = countLayer(parts.spans[id], troubleLayer[id]);
      return [{ id, group, title, kind: 'spans', layers: layersOf[id], rowCount: finest.rowCount, spanCount, trouble }];
    };
    const ofSeries = (id: 'cores' | 'memory', title: string, grid: SeriesGrid): LaneInfo[] =>
      grid.finest.max.every((values) => values.every((value) => value <= 0))
        ? []
        : [{ id, group: id, title, kind: 'series', layers: grid.names, rowCount: 1, spanCount: 0, trouble: 0 }];
    return [
      ...ofSpans('findings', 'findings', 'Findings'),
      ...ofSpans('cluster', 'cluster', 'Cluster events'),
      ...ofSpans('cluster-log', 'cluster', "Cluster's own logs"),
      ...ofSeries('cores', 'Slots and tasks', parts.cores),
      {
        id: 'driver',
        group: 'driver',
        title: 'Driver',
        kind: 'labels',
        layers: wallClockLabels,
        rowCount: 1,
        spanCount: 0,
        trouble: 0,
      },
      ...ofSpans('streaming', 'streaming', 'Streaming batches'),
      ...ofSpans('sql', 'sql', 'SQL executions'),
      ...ofSpans('jobs', 'jobs', 'Jobs'),
      ...ofSpans('stages', 'stages', 'Stages'),
      ...this.#executorLanes(),
      ...ofSeries('memory', 'Memory and GC', parts.memory),
    ];
  }

  /**
   * Answers one query. A lane that does not exist has nothing to show.
   *
   * @returns columns that nobody else holds: they may be transferred
   */
  query(query: LaneQuery): LaneAnswer {
    const { lane, startMs, endMs } = query;
    const bucketMs = bucketMsFor(startMs, endMs, query.widthPx);
    const base = { lane, startMs, endMs, bucketMs };
    const { parts } = this;
    if (lane === 'driver') {
      const series = parts.driverIndex.query(startMs, endMs, bucketMs);
      return { ...base, spans: parts.driver.query(startMs, endMs, bucketMs), series };
    }
    if (lane === 'cores' || lane === 'memory') {
      return { ...base, series: parts[lane].query(startMs, endMs, bucketMs) };
    }
    const [kind, index] = lane.split(':');
    const executor = index === undefined ? undefined : parts.executors[Number(index)];
    if (executor !== undefined && kind === 'executor') {
      const { firstRow, endRow } = executor;
      const rows = [
        firstRow + (query.rows?.[0] ?? 0),
        Math.min(endRow, firstRow + (query.rows?.[1] ?? Infinity)),
      ] as const;
      return { ...base, spans: rebase(parts.tasks.query(startMs, endMs, bucketMs, rows), firstRow) };
    }
    if (executor !== undefined && kind === 'activity') {
      const rows = [executor.firstRow, executor.endRow] as const;
      return {
        ...base,
        series: activityStrip(parts.tasks, rows, startMs, endMs, bucketMs),
        spans: rebase(parts.tasks.query(startMs, endMs, bucketMs, rows, 1), executor.firstRow),
      };
    }
    const pyramid = (parts.spans as Readonly<Record<string, SpanPyramid | undefined>>)[lane];
    return pyramid === undefined ? base : { ...base, spans: pyramid.query(startMs, endMs, bucketMs, query.rows) };
  }

  #executorLanes(): LaneInfo[] {
    return this.parts.executors
      .map(({ executorId, host, firstRow, endRow, tasks, failed }, index): LaneInfo => ({
        id: `executor:${index}`,
        group: 'tasks',
        title: executorId === 'driver' ? `driver · ${host}` : `executor ${executorId} · ${host}`,
        kind: 'spans',
        layers: [...taskLayers, ...taskPhases],
        rowCount: endRow - firstRow,
        spanCount: tasks,
        trouble: failed,
      }))
      .filter((lane) => lane.spanCount > 0)
      .sort((a, b) => b.trouble - a.trouble);
  }
}

function rebase(spans: NonNullable<LaneAnswer['spans']>, firstRow: number): NonNullable<LaneAnswer['spans']> {
  for (let i = 0; i < spans.row.length; i++) spans.row[i] = (spans.row[i] ?? 0) - firstRow;
  return spans;
}

function countSpans(counts: Uint32Array | undefined, length: number): number {
  return counts === undefined ? length : counts.reduce((sum, count) => sum + count, 0);
}

function countLayer({ finest }: SpanPyramid, layer: number): number {
  let sum = 0;
  for (let row = 0; row < finest.rowCount; row++) {
    const group = row * finest.layerCount + layer;
    const from = finest.offsets[group] ?? 0;
    const to = finest.offsets[group + 1] ?? 0;
    sum += countSpans(finest.count?.subarray(from, to), to - from);
  }
  return sum;
}
