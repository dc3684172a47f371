import type { ApplicationModel } from '../model/application-model.ts';
import { workLayers } from './lane.ts';
import { assignRows } from './row-layout.ts';
import { SpanPyramid } from './span-pyramid.ts';
import { groupSpans } from './span-set.ts';

/** One thing with a beginning and an end, to be laid out with its like. */
export interface PlainSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** Index into the layers of the lane. */
  readonly layer: number;
  readonly id: number;
  readonly tag?: number;
  /** Lay out only with spans of the same group, below those of earlier groups. */
  readonly group?: number;
}

/** Lays spans out in as few rows as they need and makes them searchable. */
export function pyramidOf(spans: readonly PlainSpan[], layerCount: number): SpanPyramid {
  const startMs = Float64Array.from(spans, (span) => span.startMs);
  const endMs = Float64Array.from(spans, (span) => Math.max(span.startMs, span.endMs));
  const order = Uint32Array.from(spans.keys()).sort(
    (a, b) => (startMs[a] ?? 0) - (startMs[b] ?? 0) || (endMs[b] ?? 0) - (endMs[a] ?? 0) || a - b,
  );
  const row = new Uint32Array(spans.length);
  let rowCount = 0;
  for (const group of new Set(spans.map((span) => span.group ?? 0))) {
    const own = order.filter((span) => (spans[span]?.group ?? 0) === group);
    const laidOut = assignRows(startMs, endMs, own, row);
    for (const span of own) row[span] = (row[span] ?? 0) + rowCount;
    rowCount += laidOut.rowCount;
  }
  return new SpanPyramid(
    groupSpans(
      {
        rowCount: Math.max(1, rowCount),
        layerCount,
        startMs,
        endMs,
        row,
        layer: Uint8Array.from(spans, (span) => span.layer),
        id: Uint32Array.from(spans, (span) => span.id),
        tag: Uint32Array.from(spans, (span) => span.tag ?? 0),
      },
      order,
    ),
  );
}

const [succeeded, failed, unfinished] = [...workLayers.keys()] as [number, number, number];

export function jobSpans(model: ApplicationModel): PlainSpan[] {
  return model.jobs.map((job, id) => ({
    startMs: job.startMs,
    endMs: job.endMs,
    layer: job.succeeded === undefined ? unfinished : job.succeeded ? succeeded : failed,
    id,
  }));
}

export function stageSpans(model: ApplicationModel): PlainSpan[] {
  return model.stageAttempts.map((attempt, id) => ({
    startMs: attempt.startMs,
    endMs: attempt.endMs,
    layer: attempt.failureReason !== undefined ? failed : attempt.endInferred ? unfinished : succeeded,
    id,
    tag: id,
  }));
}

/** Before Spark 3.4 the log does not say how an execution ended: then it failed when one of its jobs did. */
export function sqlSpans(model: ApplicationModel): PlainSpan[] {
  const failedByJob = new Set(model.jobs.filter((job) => job.succeeded === false).map((job) => job.sqlExecutionId));
  return model.sqlExecutions.map((execution, id) => {
    const hasFailed =
      execution.errorMessage === undefined ? failedByJob.has(execution.id) : execution.errorMessage !== '';
    return {
      startMs: execution.startMs,
      endMs: execution.endMs,
      layer: hasFailed ? failed : execution.endInferred ? unfinished : succeeded,
      id,
    };
  });
}

/** Layers of streaming batches. */
export const batchLayers = ['in time', 'slower than its input', 'failed'] as const;

/** Micro-batches, each query in its own rows; `id` counts batches over all runs, `tag` is the run. */
export function batchSpans(model: ApplicationModel): PlainSpan[] {
  let id = 0;
  return model.streamingRuns.flatMap((run, tag) =>
    run.batches.map((batch, index) => {
      const isLast = index === run.batches.length - 1;
      const behind = batch.inputRows > 0 && batch.processedRowsPerSecond < batch.inputRowsPerSecond;
      const layer = isLast && run.exception !== undefined ? 2 : behind ? 1 : 0;
      return { startMs: batch.startMs, endMs: batch.endMs, layer, id: id++, tag, group: tag };
    }),
  );
}
