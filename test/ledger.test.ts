import { describe, expect, it } from 'vitest';
import { fixtureNames, resultOf } from './support/fixtures.ts';

describe.each(fixtureNames)('%s', (name) => {
  it('has a wall-clock ledger that sums to the run, to the millisecond', async () => {
    const { application, ledger } = await resultOf(name);
    expect(ledger.wallClock.reduce((sum, entry) => sum + entry.ms, 0)).toBe(application.endMs - application.startMs);
    expect(ledger.wallClock.every((entry) => entry.ms >= 0)).toBe(true);
  });

  it('has a core-time ledger that sums to what the executors offered, to the slot-millisecond', async () => {
    const { application, executors, ledger } = await resultOf(name);
    const offered = executors.reduce((sum, executor) => {
      const endMs = Math.min(executor.removedMs ?? application.durationMs, application.durationMs);
      return sum + Math.max(0, endMs - Math.max(0, executor.addedMs)) * executor.slots;
    }, 0);
    expect(offered).toBeGreaterThan(0);
    expect(ledger.coreTime.reduce((sum, entry) => sum + entry.ms, 0)).toBe(offered);
    expect(ledger.coreTime.every((entry) => entry.ms >= 0)).toBe(true);
  });

  it('has ledgers of jobs and queries that sum to their time', async () => {
    const { application, jobs, sqlExecutions } = await resultOf(name);
    for (const { startMs, endMs, ledger } of [...jobs, ...sqlExecutions]) {
      const clip = (timeMs: number) => Math.min(Math.max(timeMs, 0), application.durationMs);
      expect((ledger ?? []).reduce((sum, entry) => sum + entry.ms, 0)).toBe(clip(endMs) - clip(startMs));
      expect(ledger).toBeDefined();
    }
  });
});
