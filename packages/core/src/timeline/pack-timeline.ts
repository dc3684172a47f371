import { coarsen } from './coarsen.ts';
import { LabelGrid } from './label-grid.ts';
import { SeriesGrid } from './series-grid.ts';
import { SpanPyramid } from './span-pyramid.ts';
import type { SpanSet } from './span-set.ts';
import { spanLanes, Timeline, type SpanLane, type TimelineParts } from './timeline.ts';

/** Spans of a lane, summed up to one level. */
interface PackedSpans {
  readonly bucketMs: number;
  readonly set: SpanSet;
}

type PackedSeries = Pick<SeriesGrid, 'names' | 'resolutionMs'> & SeriesGrid['finest'];

/** A timeline as plain data with typed arrays, for a report in one file. */
export interface PackedTimeline {
  readonly runMs: number;
  readonly spans: Readonly<Record<SpanLane, PackedSpans>>;
  readonly tasks: PackedSpans;
  readonly executors: TimelineParts['executors'];
  readonly cores: PackedSeries;
  readonly memory: PackedSeries;
  readonly driver: {
    readonly labels: Uint8Array<ArrayBuffer>;
    readonly labelCount: number;
    readonly resolutionMs: number;
  };
  readonly driverIndex: PackedSeries;
  readonly clusterEvents: TimelineParts['clusterEvents'];
}

/** Enough for any screen at full view, and for zooming in by a hundred times; where room is scarce, for the screen alone. */
const seriesBuckets = { least: 2 ** 9, most: 2 ** 14 };
/** The label of a moment changes seldom, so buckets of labels shrink to almost nothing when they are packed. */
const labelsPerSpan = 10;
const labelCount = 256;

/**
 * Packs a timeline. Lanes with more spans than `mostSpans` are summed up to the finest level that has no more: the longest span of
 * each bucket stays, failures stay apart, counts stay true. Numbers over time and labels become coarser with them.
 */
export function packTimeline({ parts }: Timeline, mostSpans: number): PackedTimeline {
  return {
    runMs: parts.runMs,
    spans: Object.fromEntries(spanLanes.map((lane) => [lane, packSpans(parts.spans[lane], mostSpans)])) as Record<
      SpanLane,
      PackedSpans
    >,
    tasks: packSpans(parts.tasks, mostSpans),
    executors: parts.executors,
    cores: packSeries(parts.cores, mostSpans),
    memory: packSeries(parts.memory, mostSpans),
    driver: { ...parts.driver.atMost(mostSpans * labelsPerSpan), labelCount },
    driverIndex: packSeries(parts.driverIndex, mostSpans),
    clusterEvents: parts.clusterEvents,
  };
}

/** The timeline as it was packed. */
export function unpackTimeline(packed: PackedTimeline): Timeline {
  const { runMs, executors, clusterEvents, driver } = packed;
  return new Timeline({
    runMs,
    spans: Object.fromEntries(spanLanes.map((lane) => [lane, unpackSpans(packed.spans[lane])])) as Record<
      SpanLane,
      SpanPyramid
    >,
    tasks: unpackSpans(packed.tasks),
    executors,
    cores: unpackSeries(packed.cores),
    memory: unpackSeries(packed.memory),
    driver: new LabelGrid(driver.labels, driver.labelCount, driver.resolutionMs, runMs),
    driverIndex: unpackSeries(packed.driverIndex),
    clusterEvents,
  });
}

function packSpans(pyramid: SpanPyramid, mostSpans: number): PackedSpans {
  let set = pyramid.finest;
  let bucketMs = pyramid.finestBucketMs;
  while (set.startMs.length > mostSpans && bucketMs < 2 ** 40) {
    bucketMs = Math.max(1, bucketMs * 2);
    set = coarsen(set, bucketMs);
  }
  return { bucketMs, set };
}

function unpackSpans({ set, bucketMs }: PackedSpans): SpanPyramid {
  return new SpanPyramid(set, bucketMs);
}

function packSeries(grid: SeriesGrid, mostSpans: number): PackedSeries {
  const mostBuckets = Math.min(seriesBuckets.most, Math.max(seriesBuckets.least, mostSpans));
  let bucketMs = grid.resolutionMs;
  while ((grid.finest.mean[0]?.length ?? 0) * grid.resolutionMs > mostBuckets * bucketMs) bucketMs *= 2;
  const { min, max, mean } = grid.query(0, Infinity, bucketMs);
  return { names: grid.names, resolutionMs: bucketMs, min, max, mean };
}

function unpackSeries({ names, resolutionMs, ...finest }: PackedSeries): SeriesGrid {
  return new SeriesGrid(names, resolutionMs, finest);
}
