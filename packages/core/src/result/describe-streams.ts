import type { Facts } from '../derive/facts.ts';
import type { StreamFacts } from '../derive/streams/stream-facts.ts';
import { given } from './given.ts';
import type { Result } from './schema.ts';

type StreamingQuery = NonNullable<Result['streamingQueries']>[number];

/** What each run of a streaming query delivered; nothing when the application ran none. */
export function describeStreams({ streams }: Facts): Pick<Result, 'streamingQueries'> {
  return streams.length === 0 ? {} : { streamingQueries: streams.map(describeStream) };
}

function describeStream(stream: StreamFacts): StreamingQuery {
  const { run, batches, medianMs, p95Ms, lateRatio, freshness } = stream;
  const last = batches.at(-1)?.state;
  return {
    id: run.id,
    runId: run.runId,
    ...given('name', run.name),
    startMs: run.startMs,
    endMs: run.endMs,
    endInferred: run.endInferred,
    ...given('exception', run.exception),
    batches: batches.length,
    inputRows: stream.inputRows,
    ...given('triggerMs', stream.triggerMs),
    ...given('onTimeRatio', lateRatio === undefined ? undefined : 1 - lateRatio),
    ...(medianMs !== undefined && p95Ms !== undefined && { batchMs: { median: medianMs, p95: p95Ms } }),
    ...(freshness && { freshness: { basis: freshness.basis, median: freshness.median, p95: freshness.p95 } }),
    phaseMs: Object.fromEntries(stream.phases),
    backlogs: stream.backlogs.map(({ caughtUpInMs, ...backlog }) => ({
      ...backlog,
      ...given('caughtUpInMs', caughtUpInMs),
    })),
    sources: describeSources(batches),
    ...(last && {
      state: {
        rows: last.rows,
        memoryBytes: last.memoryBytes,
        partitions: last.partitions,
        rowsDropped: batches.reduce((sum, batch) => sum + (batch.state?.rowsDropped ?? 0), 0),
      },
    }),
  };
}

/** The sources as they stood at the last batch; their rows are those of all batches. */
function describeSources(batches: StreamFacts['batches']): StreamingQuery['sources'] {
  const sources = batches.at(-1)?.sources ?? [];
  return sources.map(({ description, partitions, backlog, furthestBehind }, index) => ({
    description: description ?? '',
    inputRows: batches.reduce((sum, batch) => sum + (batch.sources[index]?.inputRows ?? 0), 0),
    ...given('partitions', partitions),
    backlog,
    ...given('furthestBehind', furthestBehind),
  }));
}
