import { describe, expect, it } from 'vitest';
import { factsOfStreams, type BatchSketch } from '../../test-support/streams-of.ts';
import { streamLate } from './stream-late.ts';

/** Batches of a 10 s trigger: the sketch starts at a multiple of 10 s. */
function detect(durationsMs: readonly number[]) {
  let readyMs = 0;
  const batches = durationsMs.map((durationMs, index): BatchSketch => {
    const startMs = (durationsMs[index - 1] ?? 0) > 10_000 ? readyMs : Math.ceil(readyMs / 10_000) * 10_000;
    readyMs = startMs + durationMs;
    return { startMs, endMs: readyMs, phaseMs: { latestOffset: 0.75 * durationMs } };
  });
  return streamLate.detect(factsOfStreams({ durationMs: 300_000, executors: [{ id: '1' }] }, batches));
}

describe('stream-late', () => {
  it('adds up by how much batches were longer than the trigger, and names the phase', () => {
    const [finding] = detect([3_000, 4_000, 12_000, 15_000, 14_000, 4_000, 4_000, 4_000]);
    expect(finding?.cost.wallClockMs).toBe(2_000 + 5_000 + 4_000);
    expect(finding?.title).toContain('3 of 8 batches');
    // The last late one began at 47 s, and took 14.
    expect(finding?.title).toContain('from 61 s into the run on it kept to it');
    expect(finding?.evidence).toContainEqual({ name: 'in latestOffset', value: 0.75 * 41_000, unit: 'ms' });
    expect(finding?.advice[0]?.text).toContain('latestOffset');
  });

  it('does not say that a query recovered which is late at the end', () => {
    expect(detect([4_000, 12_000, 15_000, 14_000, 4_000, 4_000])[0]?.title).not.toContain('kept');
    expect(detect([4_000, 4_000, 12_000, 15_000, 14_000])[0]?.title).not.toContain('kept');
  });

  it('leaves a slow start alone, and batches that fit', () => {
    expect(detect([12_000, 11_000, 4_000, 4_000, 4_000, 4_000])).toEqual([]);
    expect(detect([9_000, 9_500, 9_900, 9_000])).toEqual([]);
  });
});
