import type { SpanColumns } from './lane.ts';
import { coarsen } from './coarsen.ts';
import { firstAbove, firstFrom } from '../util/binary-search.ts';
import { groupRange, type SpanSet } from './span-set.ts';

/**
 * Spans at every level of detail. Level `k` sums up what begins in the same `2^k` ms of a row and layer; it is made from the
 * finest level at hand when it is first asked for, and all levels together take about as much as the spans themselves.
 */
export class SpanPyramid {
  /** The finest level: single spans, or what a report has summed up already. */
  readonly finest: SpanSet;
  /** Of the finest level; 0 when it holds single spans. */
  readonly finestBucketMs: number;
  readonly #levels = new Map<number, SpanSet>();

  constructor(finest: SpanSet, finestBucketMs = 0) {
    this.finest = finest;
    this.finestBucketMs = finestBucketMs;
  }

  /** The spans of a level. */
  level(bucketMs: number): SpanSet {
    if (bucketMs <= this.finestBucketMs || bucketMs < 1) return this.finest;
    let level = this.#levels.get(bucketMs);
    if (level === undefined) {
      let finer = 0;
      for (const known of this.#levels.keys()) if (known < bucketMs && known > finer) finer = known;
      level = coarsen(this.#levels.get(finer) ?? this.finest, bucketMs);
      this.#levels.set(bucketMs, level);
    }
    return level;
  }

  /** Everything of some rows (and layers from `firstLayer` on) that touches a window of time; both ends belong to it. */
  query(
    startMs: number,
    endMs: number,
    bucketMs: number,
    rows: readonly [first: number, end: number] = [0, this.finest.rowCount],
    firstLayer = 0,
  ): SpanColumns {
    const set = this.level(bucketMs);
    const firstRow = Math.max(0, rows[0]);
    const endRow = Math.min(set.rowCount, rows[1]);
    const ranges: number[] = [];
    let total = 0;
    // What is drawn last stands last: failures lie above successes.
    for (let layer = firstLayer; layer < set.layerCount; layer++) {
      for (let row = firstRow; row < endRow; row++) {
        const [groupFrom, groupTo] = groupRange(set, row, layer);
        const from = firstFrom(set.endMs, startMs, { from: groupFrom, to: groupTo });
        const to = firstAbove(set.startMs, endMs, { from, to: groupTo });
        if (to <= from) continue;
        ranges.push(row, layer, from, to);
        total += to - from;
      }
    }
    return copyRanges(set, ranges, total);
  }
}

function copyRanges(set: SpanSet, ranges: readonly number[], total: number): SpanColumns {
  const columns: SpanColumns = {
    startMs: new Float64Array(total),
    endMs: new Float64Array(total),
    row: new Uint32Array(total),
    layer: new Uint8Array(total),
    id: new Uint32Array(total),
    count: new Uint32Array(total).fill(1),
    tag: new Uint32Array(total),
  };
  let at = 0;
  for (let i = 0; i < ranges.length; i += 4) {
    const [row = 0, layer = 0, from = 0, to = 0] = ranges.slice(i, i + 4);
    const end = at + to - from;
    columns.startMs.set(set.startMs.subarray(from, to), at);
    columns.endMs.set(set.endMs.subarray(from, to), at);
    columns.id.set(set.id.subarray(from, to), at);
    columns.tag.set(set.tag.subarray(from, to), at);
    if (set.count !== undefined) columns.count.set(set.count.subarray(from, to), at);
    columns.row.fill(row, at, end);
    columns.layer.fill(layer, at, end);
    at = end;
  }
  return columns;
}
