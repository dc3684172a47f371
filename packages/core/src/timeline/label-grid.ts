import type { SpanColumns } from './lane.ts';
import { resolutionMsFor } from './bucket.ts';

/** A million buckets of one byte: exact to the millisecond for seventeen minutes. */
const mostBuckets = 2 ** 20;

/** Which label the run had at each moment. A bucket carries the label that had most of its time. */
export class LabelGrid {
  readonly resolutionMs: number;
  readonly runMs: number;
  readonly #labelCount: number;
  readonly #levels: Uint8Array<ArrayBuffer>[];

  constructor(labels: Uint8Array<ArrayBuffer>, labelCount: number, resolutionMs: number, runMs: number) {
    this.#levels = [labels];
    this.#labelCount = labelCount;
    this.resolutionMs = resolutionMs;
    this.runMs = runMs;
  }

  get finest(): Uint8Array<ArrayBuffer> {
    return this.#levels[0] ?? new Uint8Array(0);
  }

  /** Stretches of one label as spans in one row, the label as their layer; whole stretches, also where the window cuts them. */
  query(startMs: number, endMs: number, bucketMs: number): SpanColumns {
    const levelIndex = Math.max(0, Math.log2(Math.max(bucketMs, this.resolutionMs) / this.resolutionMs));
    const labels = this.#level(levelIndex);
    const ownBucketMs = this.resolutionMs * 2 ** levelIndex;
    let first = clamp(Math.floor(startMs / ownBucketMs), 0, labels.length - 1);
    let end = clamp(Math.floor(endMs / ownBucketMs) + 1, first, labels.length);
    while (first > 0 && labels[first - 1] === labels[first]) first--;
    while (end < labels.length && labels[end] === labels[end - 1]) end++;
    const starts: number[] = [];
    for (let i = first; i < end; i++) if (i === first || labels[i] !== labels[i - 1]) starts.push(i);
    const at = (bucket: number) => Math.min(bucket * ownBucketMs, this.runMs);
    return {
      startMs: Float64Array.from(starts, at),
      endMs: Float64Array.from(starts, (_, i) => at(starts[i + 1] ?? end)),
      row: new Uint32Array(starts.length),
      layer: Uint8Array.from(starts, (bucket) => labels[bucket] ?? 0),
      id: Uint32Array.from(starts),
      count: new Uint32Array(starts.length).fill(1),
      tag: new Uint32Array(starts.length),
    };
  }

  /** The finest level with no more buckets than asked for. */
  atMost(buckets: number): { labels: Uint8Array<ArrayBuffer>; resolutionMs: number } {
    let level = 0;
    while (Math.ceil(this.finest.length / 2 ** level) > Math.max(1, buckets)) level++;
    return { labels: this.#level(level), resolutionMs: this.resolutionMs * 2 ** level };
  }

  #level(index: number): Uint8Array<ArrayBuffer> {
    for (let last = this.#levels.length - 1; last < index; last++) this.#levels.push(this.#coarsen(last + 1));
    return this.#levels[index] ?? this.finest;
  }

  /** From the finest level, so that the label with most of the time wins at every level. */
  #coarsen(level: number): Uint8Array<ArrayBuffer> {
    const { finest } = this;
    const width = 2 ** level;
    const coarse = new Uint8Array(Math.ceil(finest.length / width));
    const votes = new Uint32Array(this.#labelCount);
    for (let bucket = 0; bucket < coarse.length; bucket++) {
      votes.fill(0);
      const to = Math.min(finest.length, (bucket + 1) * width);
      for (let i = bucket * width; i < to; i++) votes[finest[i] ?? 0] = (votes[finest[i] ?? 0] ?? 0) + 1;
      coarse[bucket] = indexOfGreatest(votes);
    }
    return coarse;
  }
}

/** Collects labels of stretches, in order and without holes. */
export class LabelRecorder {
  readonly #resolutionMs: number;
  readonly #runMs: number;
  readonly #labels: Uint8Array<ArrayBuffer>;
  readonly #msInBucket: Float64Array;
  #bucket = 0;

  constructor(labelCount: number, runMs: number) {
    this.#runMs = runMs;
    this.#resolutionMs = resolutionMsFor(runMs, mostBuckets);
    this.#labels = new Uint8Array(Math.ceil(runMs / this.#resolutionMs));
    this.#msInBucket = new Float64Array(labelCount);
  }

  add(startMs: number, endMs: number, label: number): void {
    for (let fromMs = startMs; fromMs < endMs;) {
      const bucketEndMs = (this.#bucket + 1) * this.#resolutionMs;
      const toMs = Math.min(endMs, bucketEndMs);
      this.#msInBucket[label] = (this.#msInBucket[label] ?? 0) + toMs - fromMs;
      if (toMs === bucketEndMs) this.#close();
      fromMs = toMs;
    }
  }

  finish(): LabelGrid {
    if (this.#bucket < this.#labels.length) this.#close();
    return new LabelGrid(this.#labels, this.#msInBucket.length, this.#resolutionMs, this.#runMs);
  }

  #close(): void {
    this.#labels[this.#bucket++] = indexOfGreatest(this.#msInBucket);
    this.#msInBucket.fill(0);
  }
}

function indexOfGreatest(values: ArrayLike<number>): number {
  let greatest = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[greatest] ?? 0)) greatest = i;
  return greatest;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
