import { describe, expect, it } from 'vitest';
import { fixtureNames, resultOf } from './support/fixtures.ts';

describe.each(fixtureNames)('%s', (name) => {
  it('has findings that together claim no more than there is', async () => {
    const { application, findings, ledger } = await resultOf(name);
    const offeredMs = ledger.coreTime.reduce((sum, entry) => sum + entry.ms, 0);
    expect(findings.reduce((sum, { cost }) => sum + cost.wallClockMs, 0)).toBeLessThanOrEqual(application.durationMs);
    expect(findings.reduce((sum, { cost }) => sum + cost.coreMs, 0)).toBeLessThanOrEqual(offeredMs);
    for (const { cost } of findings) {
      expect(cost.wallClockMs).toBeGreaterThanOrEqual(0);
      expect(cost.wallClockMs).toBeLessThanOrEqual(cost.aloneMs);
      expect(cost.aloneMs).toBeLessThanOrEqual(application.durationMs);
    }
  });

  it('has no crashed detector', async () => {
    const { detectorFailures } = await resultOf(name);
    expect(detectorFailures).toEqual([]);
  });
});
