import { describe, expect, it } from 'vitest';
import { modelOf } from '../../test-support/model-of.ts';
import { Facts } from '../derive/facts.ts';
import { driverOverloaded } from './driver-overloaded.ts';

/** Waves of queries that open together; each waits `waitMs(size of the wave)` for a job of one second. */
function factsOf(waves: readonly number[], waitMs: (size: number) => number) {
  const spans = waves.flatMap((size, wave) =>
    Array.from({ length: size }, () => ({ startMs: 100_000 * wave, endMs: 100_000 * wave + waitMs(size) })),
  );
  return new Facts(
    modelOf({
      durationMs: waves.length * 100_000,
      executors: [{ id: '1', cores: 2 }],
      sql: spans.map((span, id) => ({ id, startMs: span.startMs, endMs: span.endMs + 1_000 })),
      jobs: spans.map((span, id) => ({ id, sql: id, startMs: span.endMs, endMs: span.endMs + 1_000, stageIds: [] })),
    }),
  );
}

const growing = [1, 2, 3, 8, 1, 6, 2, 12];

describe('driver-overloaded', () => {
  it('is proven by waits that rise with the number of queries that wait', () => {
    const facts = factsOf(growing, (size) => size * 1_000);
    const [finding] = driverOverloaded.detect(facts);
    // Waves of four and more: 8, 6 and 12 s, in which no slot had a task.
    expect(finding?.ranges).toEqual([
      { startMs: 300_000, endMs: 308_000 },
      { startMs: 500_000, endMs: 506_000 },
      { startMs: 700_000, endMs: 712_000 },
    ]);
    expect(finding?.cost.wallClockMs).toBe(26_000);
    expect(finding?.cause.confidence).toBe('probable');
    expect(facts.wallClock.ms['driver-overloaded']).toBe(26_000);
    // The calm waves are planning: 1, 2, 3, 1 and 2 s.
    expect(facts.wallClock.ms.planning).toBe(9_000);
  });

  it('is not claimed when waits do not depend on the crowd, or when there is none', () => {
    expect(driverOverloaded.detect(factsOf(growing, () => 6_000))).toEqual([]);
    expect(driverOverloaded.detect(factsOf(growing, (size) => 13_000 - size * 1_000))).toEqual([]);
    expect(driverOverloaded.detect(factsOf([1, 2, 3, 1, 2, 3, 2, 1], (size) => size * 1_000))).toEqual([]);
  });

  it('is certain when steps slow down that touch no lock or catalogue: from the start of a job to its first stage', () => {
    const confidence = (crowdedDelayMs: number) => {
      const { model } = factsOf(growing, (size) => size * 1_000);
      const spanOf = ({ id, startMs, endMs }: { id: number; startMs: number; endMs: number }) => ({
        id,
        startMs,
        endMs,
      });
      const queryJobs = model.jobs.map((job) => ({ ...spanOf(job), sql: job.id, stageIds: [] }));
      // Six jobs without a query within the crowd of eight, and six between the waves.
      const others = Array.from({ length: 12 }, (_, i) => {
        const startMs = (i < 6 ? 300_000 : 350_000) + 1_000 * i;
        return { id: 100 + i, startMs, endMs: startMs + 900, stageIds: [i], delayMs: i < 6 ? crowdedDelayMs : 100 };
      });
      const facts = new Facts(
        modelOf({
          durationMs: 800_000,
          executors: [{ id: '1', cores: 2 }],
          sql: model.sqlExecutions.map(spanOf),
          jobs: [...queryJobs, ...others],
          stages: others.map(({ startMs, endMs, delayMs }, id) => ({ id, startMs: startMs + delayMs, endMs })),
        }),
      );
      return driverOverloaded.detect(facts)[0]?.cause.confidence;
    };
    expect(confidence(200)).toBe('certain');
    expect(confidence(199)).toBe('probable');
  });

  it('says what ran then', () => {
    const [finding] = driverOverloaded.detect(factsOf(growing, (size) => size * 1_000));
    // The largest wave: twelve queries, whose jobs start together when its wait is over.
    expect(finding?.evidence).toContainEqual({ name: 'most queries open at once then', value: 12, unit: 'queries' });
    expect(finding?.evidence.map(({ name }) => name)).not.toContain('peak heap of the driver');
  });

  it('says how much of what the executors offer waited meanwhile', () => {
    const [finding] = driverOverloaded.detect(factsOf(growing, (size) => size * 1_000));
    const named = (name: string) => Number(finding?.evidence.find((evidence) => evidence.name === name)?.value);
    const crowded = named('share of the slot time that waited for the driver, while crowded');
    expect(crowded).toBeGreaterThan(0.9);
    // In all 26 s of crowds, 9 s of calm planning, and eight jobs of a second that never get a stage.
    expect(crowded * 26 + named('share that waited for the driver, otherwise') * (800 - 26)).toBeCloseTo(26 + 9 + 8, 0);
  });

  it('tells of the memory of the driver where the log has it', () => {
    const facts = factsOf(growing, (size) => size * 1_000);
    const withMemory = new Facts({ ...facts.model, driverMetrics: { peakHeapBytes: 500, gcMs: 7 } });
    const [finding] = driverOverloaded.detect(withMemory);
    expect(finding?.evidence).toContainEqual({ name: 'peak heap of the driver', value: 500, unit: 'bytes' });
  });
});
