import type { ApplicationModel, StreamingBatch, StreamingRun } from '../model/application-model.ts';
import { quantilesOfSorted } from '../util/quantiles.ts';
import type { Result } from './schema.ts';

/** Each run of a streaming query in short. Batches without rows are idle triggers: they are counted, and not measured. */
export function describeStreaming(model: ApplicationModel): Result['streamingQueries'] {
  return model.streamingRuns.map(describeRun);
}

function describeRun(run: StreamingRun): Result['streamingQueries'][number] {
  const working = run.batches.filter((batch) => batch.inputRows > 0);
  const lengthsMs = Float64Array.from(working, lengthOf).sort();
  const last = working.at(-1);
  return {
    id: run.id,
    runId: run.runId,
    ...(run.name !== undefined && { name: run.name }),
    startMs: run.startMs,
    endMs: run.endMs,
    endInferred: run.endInferred,
    ...(run.exception !== undefined && { exception: run.exception }),
    batches: run.batches.length,
    idleBatches: run.batches.length - working.length,
    inputRows: working.reduce((sum, batch) => sum + batch.inputRows, 0),
    ...(last !== undefined && {
      batchMs: quantilesOfSorted(lengthsMs),
      last: {
        batchId: last.batchId,
        durationMs: lengthOf(last),
        inputRowsPerSecond: last.inputRowsPerSecond,
        processedRowsPerSecond: last.processedRowsPerSecond,
        ...(last.backlogOffsets !== undefined && { backlogOffsets: last.backlogOffsets }),
      },
    }),
  };
}

function lengthOf(batch: StreamingBatch): number {
  return batch.endMs - batch.startMs;
}
