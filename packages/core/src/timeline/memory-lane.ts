import type { ApplicationModel } from '../model/application-model.ts';
import { forEachTaskBlock } from '../model/task-blocks.ts';
import { EvenSpread } from '../util/even-spread.ts';
import { resolutionMsFor } from './bucket.ts';
import { SeriesGrid } from './series-grid.ts';

export const memorySeries = ['garbage collection', 'heap peak', 'execution memory peak'] as const;

/** Fine enough for any screen; a finer one would only show where tasks begin and end. */
const mostBuckets = 2 ** 15;

/**
 * Memory over the run, from what tasks report at their end: the share of running time that went into garbage collection (spread
 * evenly over each task), and the greatest peaks of the JVM heap and of execution memory among the tasks of a moment, in bytes.
 */
export function buildMemoryLane(model: ApplicationModel): SeriesGrid {
  const resolutionMs = resolutionMsFor(model.application.durationMs, mostBuckets);
  const length = Math.max(1, Math.ceil(model.application.durationMs / resolutionMs));
  const gcMs = new EvenSpread(length);
  const taskMs = new EvenSpread(length);
  const heap = new RangeMaximum(length);
  const execution = new RangeMaximum(length);
  const columns = ['launchMs', 'finishMs', 'jvmGcMs', 'peakJvmHeapBytes', 'peakExecutionMemoryBytes'] as const;
  forEachTaskBlock(model.tasks, columns, (block, count) => {
    for (let i = 0; i < count; i++) {
      const from = Math.max(0, block.launchMs[i] ?? 0) / resolutionMs;
      const to = Math.max(from, (block.finishMs[i] ?? 0) / resolutionMs);
      if (to > from) {
        gcMs.add(from, to, block.jvmGcMs[i] ?? 0);
        taskMs.add(from, to, (to - from) * resolutionMs);
      }
      heap.raise(Math.floor(from), Math.floor(to), block.peakJvmHeapBytes[i] ?? 0);
      execution.raise(Math.floor(from), Math.floor(to), block.peakExecutionMemoryBytes[i] ?? 0);
    }
  });
  const gc = Float32Array.from(gcMs.finish());
  const all = taskMs.finish();
  const share = gc.map((ms, bucket) =>
    (all[bucket] ?? 0) > 1e-6 ? Math.min(1, Math.max(0, ms / (all[bucket] ?? 1))) : 0,
  );
  const series = [share, heap.finish(), execution.finish()];
  return new SeriesGrid(memorySeries, resolutionMs, { min: series, max: series, mean: series });
}

/** The greatest value over ranges of buckets: a tree whose nodes each stand for a range, so a task costs a few steps only. */
class RangeMaximum {
  readonly #length: number;
  readonly #nodes: Float32Array<ArrayBuffer>;

  constructor(length: number) {
    this.#length = length;
    this.#nodes = new Float32Array(2 * length);
  }

  raise(first: number, last: number, value: number): void {
    if (value <= 0) return;
    let low = Math.min(first, this.#length - 1) + this.#length;
    let high = Math.min(last, this.#length - 1) + this.#length + 1;
    for (; low < high; low >>= 1, high >>= 1) {
      if (low % 2 === 1) this.#raiseNode(low++, value);
      if (high % 2 === 1) this.#raiseNode(--high, value);
    }
  }

  finish(): Float32Array<ArrayBuffer> {
    const nodes = this.#nodes;
    for (let node = 2; node < nodes.length; node++) this.#raiseNode(node, nodes[node >> 1] ?? 0);
    return nodes.slice(this.#length);
  }

  #raiseNode(node: number, value: number): void {
    if (value > (this.#nodes[node] ?? 0)) this.#nodes[node] = value;
  }
}
