import type { SeriesColumns } from './lane.ts';
import { resolutionMsFor } from './bucket.ts';

/** Half a million buckets: exact to the millisecond for nine minutes, to 69 ms for ten hours. */
const mostBuckets = 2 ** 19;

interface SeriesLevel {
  readonly min: readonly Float32Array<ArrayBuffer>[];
  readonly max: readonly Float32Array<ArrayBuffer>[];
  readonly mean: readonly Float32Array<ArrayBuffer>[];
}

/** Numbers over the whole run in buckets, at every level: the least, the greatest and the mean, so that no dip is averaged away. */
export class SeriesGrid {
  readonly names: readonly string[];
  readonly resolutionMs: number;
  readonly #levels: SeriesLevel[];

  constructor(names: readonly string[], resolutionMs: number, finest: SeriesLevel) {
    this.names = names;
    this.resolutionMs = resolutionMs;
    this.#levels = [finest];
  }

  get finest(): SeriesLevel {
    return this.#levels[0] ?? { min: [], max: [], mean: [] };
  }

  query(startMs: number, endMs: number, bucketMs: number): SeriesColumns {
    const levelIndex = Math.max(0, Math.log2(Math.max(bucketMs, this.resolutionMs) / this.resolutionMs));
    const ownBucketMs = this.resolutionMs * 2 ** levelIndex;
    const level = this.#level(levelIndex);
    const first = Math.max(0, Math.floor(startMs / ownBucketMs));
    const end = Math.floor(endMs / ownBucketMs) + 1;
    // Where the least, the greatest and the mean are one array, their answer is one, too.
    const cuts = new Map<Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>>();
    const cut = (arrays: readonly Float32Array<ArrayBuffer>[]) =>
      arrays.map((array) => {
        const known = cuts.get(array) ?? array.slice(first, end);
        cuts.set(array, known);
        return known;
      });
    return {
      startMs: first * ownBucketMs,
      bucketMs: ownBucketMs,
      names: this.names,
      min: cut(level.min),
      max: cut(level.max),
      mean: cut(level.mean),
    };
  }

  #level(index: number): SeriesLevel {
    for (let last = this.#levels.length - 1; last < index; last++) {
      const fine = this.#levels[last] ?? this.finest;
      this.#levels.push({
        min: fine.min.map((array) => halve(array, Math.min)),
        max: fine.max.map((array) => halve(array, Math.max)),
        mean: fine.mean.map((array) => halve(array, (a, b) => (a + b) / 2)),
      });
    }
    return this.#levels[index] ?? this.finest;
  }
}

function halve(fine: Float32Array, join: (a: number, b: number) => number): Float32Array<ArrayBuffer> {
  const coarse = new Float32Array(Math.ceil(fine.length / 2));
  for (let i = 0; i < coarse.length; i++) {
    const left = fine[2 * i] ?? 0;
    coarse[i] = join(left, fine[2 * i + 1] ?? left);
  }
  return coarse;
}

/** Collects numbers that are constant between two moments, in order and without holes. */
export class SeriesRecorder {
  readonly resolutionMs: number;
  readonly #names: readonly string[];
  readonly #runMs: number;
  readonly #min: Float32Array<ArrayBuffer>[];
  readonly #max: Float32Array<ArrayBuffer>[];
  readonly #sum: Float32Array<ArrayBuffer>[];

  constructor(names: readonly string[], runMs: number, most = mostBuckets) {
    this.#names = names;
    this.#runMs = runMs;
    this.resolutionMs = resolutionMsFor(runMs, most);
    const length = Math.ceil(runMs / this.resolutionMs);
    this.#min = names.map(() => new Float32Array(length).fill(Number.POSITIVE_INFINITY));
    this.#max = names.map(() => new Float32Array(length).fill(Number.NEGATIVE_INFINITY));
    this.#sum = names.map(() => new Float32Array(length));
  }

  add(series: number, startMs: number, endMs: number, value: number): void {
    const { resolutionMs } = this;
    const min = this.#min[series];
    const max = this.#max[series];
    const sum = this.#sum[series];
    if (min === undefined || max === undefined || sum === undefined) return;
    for (let fromMs = startMs; fromMs < endMs;) {
      const bucket = Math.floor(fromMs / resolutionMs);
      const toMs = Math.min(endMs, (bucket + 1) * resolutionMs);
      if (value < (min[bucket] ?? 0)) min[bucket] = value;
      if (value > (max[bucket] ?? 0)) max[bucket] = value;
      sum[bucket] = (sum[bucket] ?? 0) + value * (toMs - fromMs);
      fromMs = toMs;
    }
  }

  finish(): SeriesGrid {
    for (const sum of this.#sum) {
      for (let bucket = 0; bucket < sum.length; bucket++) {
        const lengthMs = Math.min(this.resolutionMs, this.#runMs - bucket * this.resolutionMs);
        sum[bucket] = (sum[bucket] ?? 0) / lengthMs;
      }
    }
    return new SeriesGrid(this.#names, this.resolutionMs, { min: this.#min, max: this.#max, mean: this.#sum });
  }
}
