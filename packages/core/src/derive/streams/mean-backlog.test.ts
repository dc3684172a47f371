import { describe, expect, it } from 'vitest';
import type { StreamingBatch } from '../../model/application-model.ts';
import { largestMeanBacklog } from './backlog.ts';

describe('backlogs of a streaming query', () => {
  const batch = (endS: number, bytes: number) =>
    ({ startMs: (endS - 1) * 1000, endMs: endS * 1000, backlog: { bytes } }) as unknown as StreamingBatch;

  it('are the largest mean over ten minutes, as Databricks compares them', () => {
    // Ten minutes of 900 bytes, then none; the window that ends with the last 900 holds nothing else.
    const batches = [60, 360, 600].map((s) => batch(s, 900)).concat([900, 1200, 1500].map((s) => batch(s, 0)));
    expect(largestMeanBacklog(batches, 'bytes')).toBe(900);
    // 1200 alone would be the most; the mean of it and what came in the ten minutes before is less.
    const peak = [batch(300, 0), batch(600, 1200)];
    expect(largestMeanBacklog(peak, 'bytes')).toBe(600);
    expect(largestMeanBacklog([], 'files')).toBeUndefined();
  });
});
