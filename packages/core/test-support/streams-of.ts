import { Facts } from '../src/derive/facts.ts';
import { ModelBuilder } from '../src/model/model-builder.ts';
import { eventsOf, sketchStartEpochMs, type RunSketch } from './model-of.ts';

/** One batch in shorthand; times are milliseconds since the start of the run. */
export interface BatchSketch {
  readonly query?: string;
  readonly runId?: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly rows?: number;
  /** Phases other than `addBatch`, which takes what they leave. */
  readonly phaseMs?: Readonly<Record<string, number>>;
  readonly stateRows?: number;
  readonly rowsDropped?: number;
  readonly partitions?: number;
  /** Files of its state on disks, as RocksDB has them. */
  readonly stateDiskBytes?: number;
  readonly latestEventMs?: number;
  /** Metrics of its source, as texts. */
  readonly metrics?: Readonly<Record<string, string>>;
  /** Records of a topic that it left unread. */
  readonly unread?: number;
  readonly inputRate?: number;
  readonly processedRate?: number;
}

const listener = 'org.apache.spark.sql.streaming.StreamingQueryListener$';

/** The facts of a run with streaming queries; batches are numbered per query in the order given. */
export function factsOfStreams(
  run: RunSketch,
  batches: readonly BatchSketch[],
  ends: readonly { readonly runId: string; readonly exception?: string; readonly query?: string }[] = [],
): Facts {
  const builder = new ModelBuilder();
  for (const event of eventsOf(run)) builder.add(String(event.Event), event);
  const numbers = new Map<string, number>();
  for (const batch of batches) {
    const query = batch.query ?? 'q';
    const batchId = numbers.get(query) ?? 0;
    numbers.set(query, batchId + 1);
    builder.add(`${listener}QueryProgressEvent`, progressOf(batch, query, batchId));
  }
  for (const { runId, exception, query = 'q' } of ends) {
    const event = { id: query, runId, exception: exception ?? null };
    builder.add(`${listener}QueryTerminatedEvent`, { Event: `${listener}QueryTerminatedEvent`, ...event });
  }
  return new Facts(builder.finish());
}

function progressOf(batch: BatchSketch, query: string, batchId: number) {
  const durationMs = batch.endMs - batch.startMs;
  const others = Object.values(batch.phaseMs ?? {}).reduce((sum, ms) => sum + ms, 0);
  const at = (ms: number) => new Date(sketchStartEpochMs + ms).toISOString();
  return {
    Event: `${listener}QueryProgressEvent`,
    progress: {
      id: query,
      runId: batch.runId ?? `run of ${query}`,
      name: query,
      timestamp: at(batch.startMs),
      batchId,
      batchDuration: durationMs,
      durationMs: { triggerExecution: durationMs, ...batch.phaseMs, addBatch: durationMs - others },
      eventTime: batch.latestEventMs === undefined ? {} : { max: at(batch.latestEventMs) },
      stateOperators:
        batch.stateRows === undefined
          ? []
          : [
              {
                numRowsTotal: batch.stateRows,
                memoryUsedBytes: batch.stateRows * 100,
                numRowsDroppedByWatermark: batch.rowsDropped ?? 0,
                numShufflePartitions: batch.partitions ?? 2,
                ...(batch.stateDiskBytes !== undefined && {
                  customMetrics: { rocksdbSstFileSize: batch.stateDiskBytes },
                }),
              },
            ],
      sources: [
        {
          numInputRows: batch.rows ?? 100,
          inputRowsPerSecond: batch.inputRate ?? 1,
          processedRowsPerSecond: batch.processedRate ?? 1,
          metrics: batch.metrics ?? {},
          ...(batch.unread !== undefined && {
            endOffset: '{"orders":{"0":100}}',
            latestOffset: JSON.stringify({ orders: { 0: 100 + batch.unread } }),
          }),
        },
      ],
    },
  };
}
