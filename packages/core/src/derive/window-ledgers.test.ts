import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf, type RunSketch } from '../../test-support/model-of.ts';
import { Facts } from './facts.ts';
import { wallClockLabels } from './labels.ts';
import { computeWindowLedgers, type WindowLedger } from './window-ledgers.ts';

const run: RunSketch = {
  durationMs: 60_000,
  executors: [{ id: '1', cores: 2 }],
  sql: [{ id: 0, startMs: 10_000, endMs: 35_000 }],
  jobs: [{ id: 0, startMs: 13_000, endMs: 31_000, sql: 0 }],
  stages: [{ id: 0, startMs: 13_000, endMs: 31_000, taskCount: 2 }],
  tasks: [
    { stage: 0, launchMs: 13_000, finishMs: 21_000 },
    { stage: 0, launchMs: 13_000, finishMs: 31_000 },
  ],
};

const sumOf = (ledger: WindowLedger) => ledger.reduce((sum, { ms }) => sum + ms, 0);

describe('ledgers of parts of the run', () => {
  it('say where the time of a job and of a query went', () => {
    const facts = new Facts(modelOf(run));
    expect(facts.jobLedgers).toEqual([
      [
        { label: 'full', ms: 8_000 },
        { label: 'tail', ms: 10_000 },
      ],
    ]);
    expect(facts.sqlLedgers).toEqual([
      [
        { label: 'planning', ms: 3_000 },
        { label: 'commit', ms: 4_000 },
        { label: 'full', ms: 8_000 },
        { label: 'tail', ms: 10_000 },
      ],
    ]);
  });

  it('sum to any window, add up over neighbours, and agree with the ledger of the run', () => {
    const model = modelOf(run);
    const whole = new Facts(model).wallClock.ms;
    const edge = fc.integer({ min: -5_000, max: 65_000 });
    fc.assert(
      fc.property(fc.array(edge, { minLength: 1, maxLength: 12 }), (edges) => {
        const cuts = [0, ...edges.map((ms) => Math.min(60_000, Math.max(0, ms))).sort((a, b) => a - b), 60_000];
        const windows = cuts.slice(1).map((endMs, index) => ({ startMs: cuts[index] ?? 0, endMs }));
        const ledgers = computeWindowLedgers(model, [], windows);
        ledgers.forEach((ledger, index) => {
          expect(sumOf(ledger)).toBe((windows[index]?.endMs ?? 0) - (windows[index]?.startMs ?? 0));
          expect(ledger.every(({ ms }) => ms > 0)).toBe(true);
        });
        for (const label of wallClockLabels) {
          const added = ledgers.flat().reduce((sum, entry) => (entry.label === label ? sum + entry.ms : sum), 0);
          expect(added).toBe(whole[label]);
        }
      }),
    );
  });

  it('counts only what of a window lies in the run', () => {
    const [ledger, outside] = computeWindowLedgers(
      modelOf(run),
      [],
      [
        { startMs: -1_000, endMs: 5_000 },
        { startMs: 70_000, endMs: 80_000 },
      ],
    );
    expect(sumOf(ledger ?? [])).toBe(5_000);
    expect(outside).toEqual([]);
  });
});
