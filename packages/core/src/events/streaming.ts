import { listOf, mapped, number, objectOf, optional, orElse, recordOf, text, type ValueOf } from '../util/shapes.ts';
import { isEpochMs } from '../util/epoch.ts';
import { optionalNumber } from './fields.ts';
import { progressSource, sumBacklogs, type StreamSource } from './stream-source.ts';

/** ISO-8601 text in UTC, unlike every other time in the log. */
const isoEpochMs = mapped(optional(text), (text) => {
  const epochMs = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
});

const identity = { id: text, runId: text, name: optional(text) };

export const queryStarted = mapped(objectOf({ ...identity, timestamp: isoEpochMs }), (event) => ({
  id: event.id,
  runId: event.runId,
  name: event.name,
  epochMs: event.timestamp,
}));

const count = orElse(number, 0);

/** Rows that its operators hold, and what keeping them costs; names of Spark 3.1 on. */
const stateOperator = objectOf({
  numRowsTotal: count,
  numRowsUpdated: count,
  memoryUsedBytes: count,
  numRowsDroppedByWatermark: count,
  commitTimeMs: count,
  allUpdatesTimeMs: count,
  numShufflePartitions: optionalNumber,
  /** RocksDB keeps what does not fit into memory in files on the executors' disks. */
  customMetrics: orElse(objectOf({ rocksdbSstFileSize: count }), { rocksdbSstFileSize: 0 }),
});

/** How long a batch took; 0 where the log does not tell, or its end would be at no time of day. */
function knownLengthMs(startEpochMs = 0, durationMs = 0): number {
  return durationMs >= 0 && isEpochMs(startEpochMs + durationMs) ? durationMs : 0;
}

/**
 * One micro-batch. Totals over sources are absent in this form and have to be summed. `timestamp` is the start of the
 * trigger; its end is `timestamp` plus `batchDuration` (3.0) or `durationMs.triggerExecution`.
 */
export const queryProgress = mapped(
  objectOf({
    progress: objectOf({
      ...identity,
      timestamp: isoEpochMs,
      batchId: number,
      batchDuration: optionalNumber,
      durationMs: orElse(recordOf(number), {}),
      sources: orElse(listOf(progressSource), []),
      stateOperators: orElse(listOf(stateOperator), []),
      eventTime: orElse(objectOf({ max: isoEpochMs }), { max: undefined }),
    }),
  }),
  ({ progress }) => ({
    id: progress.id,
    runId: progress.runId,
    name: progress.name,
    batchId: progress.batchId,
    startEpochMs: progress.timestamp,
    durationMs: knownLengthMs(progress.timestamp, progress.batchDuration ?? progress.durationMs.triggerExecution),
    phaseMs: progress.durationMs,
    inputRows: progress.sources.reduce((sum, source) => sum + source.inputRows, 0),
    inputRowsPerSecond: progress.sources.reduce((sum, source) => sum + source.inputRowsPerSecond, 0),
    processedRowsPerSecond: progress.sources.reduce((sum, source) => sum + source.processedRowsPerSecond, 0),
    sources: progress.sources.map(({ description, inputRows, backlog, partitions, furthestBehind }): StreamSource => {
      return { description, inputRows, backlog, partitions, furthestBehind };
    }),
    backlog: sumBacklogs(progress.sources),
    state: progress.stateOperators.length === 0 ? undefined : sumState(progress.stateOperators),
    latestEventEpochMs: progress.eventTime.max,
  }),
);

function sumState(operators: readonly ValueOf<typeof stateOperator>[]): StreamState {
  const sum = (valueOf: (operator: (typeof operators)[number]) => number) =>
    operators.reduce((total, operator) => total + valueOf(operator), 0);
  return {
    rows: sum((operator) => operator.numRowsTotal),
    memoryBytes: sum((operator) => operator.memoryUsedBytes),
    diskBytes: sum((operator) => operator.customMetrics.rocksdbSstFileSize),
    rowsDropped: sum((operator) => operator.numRowsDroppedByWatermark),
    storeMs: sum((operator) => operator.commitTimeMs + operator.allUpdatesTimeMs),
    partitions: Math.max(0, ...operators.map((operator) => operator.numShufflePartitions ?? 0)),
  };
}

/** What the stateful operators of a query hold at the end of a batch. */
export interface StreamState {
  readonly rows: number;
  readonly memoryBytes: number;
  /** In files of RocksDB on the executors; 0 with the store that keeps all in memory. */
  readonly diskBytes: number;
  /** Rows of this batch that came later than the watermark allows. */
  readonly rowsDropped: number;
  /** Task time spent on updating and committing the state. */
  readonly storeMs: number;
  /** Fixed when the query first starts: no more tasks than this can work on the state. 0 when the log does not tell. */
  readonly partitions: number;
}

export const queryTerminated = mapped(objectOf({ id: text, runId: text, exception: optional(text) }), (event) => ({
  id: event.id,
  runId: event.runId,
  exception: event.exception,
}));
