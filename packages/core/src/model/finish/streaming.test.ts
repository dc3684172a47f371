import { describe, expect, it } from 'vitest';
import { readLines } from '../../../test-support/read-lines.ts';

const startEpochMs = 1_700_000_000_000;
const listener = 'org.apache.spark.sql.streaming.StreamingQueryListener$';
const at = (ms: number) => startEpochMs + ms;

/** When the query ended whose only batch took from 4 s to 5 s, by a log whose next event has the time `nextMs`. */
async function endOfRun(nextMs: number, exception: string | null = null): Promise<number | undefined> {
  const query = { id: 'q', runId: 'r' };
  const timestamp = new Date(at(4_000)).toISOString();
  const lines = [
    { Event: 'SparkListenerApplicationStart', 'App Name': 'a', Timestamp: at(0), User: 'u' },
    { Event: `${listener}QueryStartedEvent`, ...query, name: 'q', timestamp: new Date(at(3_000)).toISOString() },
    {
      Event: `${listener}QueryProgressEvent`,
      progress: { ...query, timestamp, batchId: 0, durationMs: { triggerExecution: 1_000 }, sources: [] },
    },
    { Event: `${listener}QueryTerminatedEvent`, ...query, exception },
    { Event: 'SparkListenerJobStart', 'Job ID': 0, 'Submission Time': at(nextMs), 'Stage Infos': [], 'Stage IDs': [] },
    { Event: 'SparkListenerApplicationEnd', Timestamp: at(60_000) },
  ];
  const [read] = await readLines([lines]);
  return read?.model.streamingRuns[0]?.endMs;
}

describe('the end of a run of a streaming query, whose event has no time', () => {
  it('is right behind what was before it when the query failed', async () => {
    expect(await endOfRun(9_000, 'bad record')).toBe(5_000);
  });

  it('is right before what came next when it was stopped', async () => {
    expect(await endOfRun(9_000)).toBe(9_000);
  });

  it('is not later than a query may be silent', async () => {
    expect(await endOfRun(40_000)).toBe(15_000);
  });
});
