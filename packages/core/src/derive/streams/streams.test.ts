import { describe, expect, it } from 'vitest';
import { sketchStartEpochMs } from '../../../test-support/model-of.ts';
import { factsOfStreams, type BatchSketch } from '../../../test-support/streams-of.ts';

const run = { durationMs: 600_000, executors: [{ id: '1', cores: 4 }] };
/** The sketch starts at a whole second that is 20 s into a minute. */
const intoMinuteMs = sketchStartEpochMs % 60_000;

function streamOf(batches: readonly BatchSketch[]) {
  const [stream] = factsOfStreams(run, batches).streams;
  if (stream === undefined) throw new Error('there is a stream');
  return stream;
}

/** Batches as Spark starts them: at a multiple of the interval, or at once when that has passed. */
function batchesOf(
  intervalMs: number,
  durationsMs: readonly number[],
  more: (index: number) => Partial<BatchSketch> = () => ({}),
) {
  let readyMs = 30_000;
  return durationsMs.map((durationMs, index): BatchSketch => {
    const epochMs = sketchStartEpochMs + readyMs;
    const startMs = Math.ceil(epochMs / intervalMs) * intervalMs - sketchStartEpochMs;
    const isLate = index > 0 && durationMs > 0 && (durationsMs[index - 1] ?? 0) > intervalMs;
    const from = isLate ? readyMs : startMs;
    readyMs = from + durationMs;
    return { startMs: from, endMs: readyMs, ...more(index) };
  });
}

describe('the trigger of a stream', () => {
  it.each([500, 1_000, 2_000, 5_000, 6_000, 7_000, 10_000, 30_000, 60_000])(
    'of %i ms is read off its batches',
    (intervalMs) => {
      const durations = [0.4, 0.3, 0.35, 0.4, 0.3].map((share) => share * intervalMs);
      expect(streamOf(batchesOf(intervalMs, durations)).triggerMs).toBe(intervalMs);
    },
  );

  it('is found although some batches are late', () => {
    const { triggerMs, lateRatio } = streamOf(
      batchesOf(5_000, [2_000, 2_000, 8_000, 9_000, 3_000, 2_000, 2_000, 2_000]),
    );
    expect(triggerMs).toBe(5_000);
    expect(lateRatio).toBe(2 / 8);
  });

  it('is not taken for half of it when a batch that started at once lies half an interval before one that waited', () => {
    // Starts and lengths from an earlier run of the lab's stream-drops-late-rows, in milliseconds after a full minute; its trigger is 3 s.
    const starts = [34_394, 37_585, 39_000, 42_005, 45_000, 49_550];
    const lengths = [3_189, 992, 1_542, 2_710, 4_541, 3_364];
    const batches = starts.map((ms, n) => ({
      startMs: ms - intoMinuteMs + 60_000,
      endMs: ms - intoMinuteMs + 60_000 + (lengths[n] ?? 0),
    }));
    expect(streamOf(batches).triggerMs).toBe(3_000);
  });

  it('stays unknown when two batches that waited could lie near multiples of an interval by chance', () => {
    // Remainders of 78 and 52 ms are made up; 1.3 s is what a query of the lab's streaming-forty-queries was once given in place of 2 s.
    const firstMs = Math.ceil(sketchStartEpochMs / 1_300) * 1_300 - sketchStartEpochMs;
    const starts = [firstMs + 78, firstMs + 6 * 1_300 + 52];
    expect(streamOf([...starts.map((startMs) => ({ startMs, endMs: startMs + 900 }))]).triggerMs).toBeUndefined();
  });

  it('stays unknown when no batch ever waited', () => {
    const batches = [0, 1, 2, 3].map((n) => ({ startMs: n * 7_777, endMs: (n + 1) * 7_777 }));
    expect(streamOf(batches).triggerMs).toBeUndefined();
    expect(streamOf(batches).lateRatio).toBeUndefined();
  });

  it('stays unknown when batches wait for no common interval', () => {
    const starts = [0, 11_313, 17_891, 33_337, 41_219].map((ms) => ms + intoMinuteMs + 457);
    expect(streamOf(starts.map((startMs) => ({ startMs, endMs: startMs + 900 }))).triggerMs).toBeUndefined();
  });
});

describe('what a stream delivered', () => {
  it('is measured over the batches that read rows', () => {
    const { medianMs, p95Ms, freshness, inputRows } = streamOf([
      { startMs: 0, endMs: 1_000, latestEventMs: -4_000 },
      { startMs: 10_000, endMs: 13_000, latestEventMs: 6_000 },
      { startMs: 20_000, endMs: 25_000, latestEventMs: 19_000 },
      { startMs: 30_000, endMs: 39_000, rows: 0 },
    ]);
    expect({ medianMs, p95Ms, inputRows }).toEqual({ medianMs: 3_000, p95Ms: 5_000, inputRows: 300 });
    expect(freshness).toEqual({ basis: 'event-time', median: 6_000, p95: 7_000, agesMs: [5_000, 7_000, 6_000] });
  });

  it('takes the backlog from what the source reports, with its slope and when it is caught up', () => {
    const bytes = [600, 500, 400, 300];
    const { backlogs } = streamOf(
      bytes.map((value, n) => ({
        startMs: n * 10_000,
        endMs: n * 10_000 + 1_000,
        metrics: { numBytesOutstanding: String(value), numFilesOutstanding: '0', maxMsBehindLatest: 'unknown' },
      })),
    );
    // 100 bytes less every 10 seconds: the last 300 take 30.
    expect(backlogs).toEqual([
      {
        unit: 'bytes',
        first: 600,
        last: 300,
        most: 600,
        perSecond: expect.closeTo(-10) as number,
        caughtUpInMs: expect.closeTo(30_000) as number,
      },
    ]);
  });

  it('tells how old records are by when they arrived, where they carry no time', () => {
    // 100 records come in each second and 500 of them are read every 10 s, in batches of 2 s.
    const { freshness } = streamOf(
      [0, 1, 2, 3].map((n) => ({
        startMs: 5_000 + n * 10_000,
        endMs: 7_000 + n * 10_000,
        rows: 500,
        unread: 500 * n,
      })),
    );
    // Until 5 s the first 500 had come. Record 1,000, the newest of the second batch, came 5 s later, at 10 s, and was done at 17 s.
    expect(freshness).toMatchObject({ basis: 'arrival', agesMs: [2_000, 7_000, 12_000, 17_000] });
  });

  it('takes the length of a batch for the age of its records when nothing is left unread', () => {
    const { freshness } = streamOf(
      [0, 1, 2].map((n) => ({ startMs: n * 10_000, endMs: n * 10_000 + 3_000, unread: 0 })),
    );
    expect(freshness).toMatchObject({ basis: 'arrival', median: 3_000, p95: 3_000 });
  });

  it('tells how fast a burst is worked off by what came after its peak', () => {
    const { backlogs } = streamOf(
      [0, 0, 0, 0, 900, 600, 300].map((unread, n) => ({ startMs: n * 10_000, endMs: n * 10_000 + 1_000, unread })),
    );
    expect(backlogs).toMatchObject([{ unit: 'records', most: 900, last: 300 }]);
    expect(backlogs[0]?.perSecond).toBeCloseTo(-30);
    expect(backlogs[0]?.caughtUpInMs).toBeCloseTo(10_000);
  });
});
