import { describe, expect, it } from 'vitest';
import { factsOfStreams } from '../../test-support/streams-of.ts';
import { streamFailed } from './stream-failed.ts';

const run = { durationMs: 100_000, executors: [{ id: '1' }] };
const batch = (runId: string, startMs: number) => ({ runId, startMs, endMs: startMs + 1_000 });

describe('stream-failed', () => {
  it('names the exception and counts the time until the query ran again', () => {
    const facts = factsOfStreams(
      { ...run, unended: true, durationMs: 0 },
      [batch('r1', 1_000)],
      [
        {
          runId: 'r1',
          exception:
            'StreamingQueryException: Job aborted\n\tat x\nCaused by: java.lang.RuntimeException: value out of range',
        },
      ],
    );
    const [finding] = streamFailed.detect(facts);
    expect(finding).toMatchObject({ severity: 'critical', cause: { class: 'exception' } });
    expect(finding?.evidence[0]?.value).toContain('value out of range');
  });

  it('tells a restart without exception apart', () => {
    const [finding] = streamFailed.detect(factsOfStreams(run, [batch('r1', 1_000), batch('r2', 50_000)]));
    expect(finding).toMatchObject({ severity: 'info', cause: { class: 'restart' } });
  });

  it('has nothing to say of a query that ended as it should', () => {
    expect(streamFailed.detect(factsOfStreams(run, [batch('r1', 1_000)], [{ runId: 'r1' }]))).toEqual([]);
  });
});
